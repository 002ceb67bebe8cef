-- Each order adds a row here: the first eight bytes of its id, as a number, are the key.
CREATE TABLE payment_by_head (
    id_head INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    unsettled INTEGER NOT NULL,
    attention TEXT NOT NULL,
    amount INTEGER NOT NULL,
    captured INTEGER NOT NULL,
    refunded INTEGER NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO payment_by_head
    (id_head, version, status, unsettled, attention, amount, captured, refunded, body)
    SELECT head_of(id), version, status, unsettled, attention, amount, captured, refunded, body
    FROM payment_payment ORDER BY id;
CREATE INDEX payment_attention ON payment_by_head (id_head) WHERE attention <> 'none';
CREATE INDEX payment_unsettled ON payment_by_head (status, id_head) WHERE unsettled = 1;

-- Each order adds a row here: the first eight bytes of its id, as a number, are the key.
CREATE TABLE inventory_reservation_by_head (
    id_head INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO inventory_reservation_by_head (id_head, version, body)
    SELECT head_of(id), version, body FROM inventory_reservation ORDER BY id;

-- A payment has the UUID of its order, so `id` finds it for both. The columns beside the body are
-- for lists and for the audit; only rare states are indexed, because every order passes through
-- the others.
CREATE TABLE payment_payment (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    unsettled INTEGER NOT NULL,
    attention TEXT NOT NULL,
    amount INTEGER NOT NULL,
    captured INTEGER NOT NULL,
    refunded INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX payment_payment_attention ON payment_payment (id) WHERE attention <> 'none';
CREATE INDEX payment_payment_unsettled ON payment_payment (status, id) WHERE unsettled = 1;

CREATE TABLE payment_method (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    member_id BLOB NOT NULL,
    status TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX payment_method_member ON payment_method (member_id, id);

-- The provider's name for a member; `id` is the member's.
CREATE TABLE payment_customer (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

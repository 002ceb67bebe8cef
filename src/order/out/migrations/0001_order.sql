CREATE TABLE order_order (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    number TEXT NOT NULL,
    member BLOB NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX order_order_status ON order_order (status, id);

-- Written once; the status lives in order_order.
-- The orders of each member, up to `up_to`; newer ones are found by looking at each. Members order
-- at random, so entering one order at a time would write a page for each of them.
CREATE TABLE order_of_member (
    member BLOB NOT NULL,
    order_id BLOB NOT NULL,
    PRIMARY KEY (member, order_id)
) WITHOUT ROWID;
CREATE TABLE order_of_member_indexed (
    up_to BLOB NOT NULL
);
INSERT INTO order_of_member_indexed (up_to) VALUES (x'');

CREATE TABLE order_lines (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

-- Which sellers take part in an order: for their lists.
CREATE TABLE order_part (
    enterprise BLOB NOT NULL,
    order_id BLOB NOT NULL,
    PRIMARY KEY (enterprise, order_id)
) WITHOUT ROWID;

CREATE TABLE order_offer (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE order_cart (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE order_disabled_member (
    member BLOB NOT NULL PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE order_blocked_enterprise (
    enterprise BLOB NOT NULL PRIMARY KEY
) WITHOUT ROWID;

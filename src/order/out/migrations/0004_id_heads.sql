-- Each order adds a row here: the first eight bytes of its id, as a number, are the key. The new
-- rows of a batch are then one behind the other, and the pages above them hold numbers alone.
CREATE TABLE order_by_head (
    id_head INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    number TEXT NOT NULL,
    member BLOB NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO order_by_head (id_head, version, number, member, status, body)
    SELECT head_of(id), version, number, member, status, body FROM order_order ORDER BY id;
CREATE INDEX order_status ON order_by_head (status, id_head);

CREATE TABLE order_lines_by_head (
    id_head INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO order_lines_by_head (id_head, version, body)
    SELECT head_of(id), version, body FROM order_lines ORDER BY id;

CREATE TABLE order_part_by_head (
    enterprise BLOB NOT NULL,
    order_head INTEGER NOT NULL,
    PRIMARY KEY (enterprise, order_head)
) WITHOUT ROWID;
INSERT INTO order_part_by_head (enterprise, order_head)
    SELECT enterprise, head_of(order_id) FROM order_part;

CREATE TABLE order_member_run_by_head (
    run INTEGER NOT NULL,
    member BLOB NOT NULL,
    order_head INTEGER NOT NULL,
    PRIMARY KEY (run, member, order_head)
) WITHOUT ROWID;
INSERT INTO order_member_run_by_head (run, member, order_head)
    SELECT run, member, head_of(order_id) FROM order_member_run;

CREATE TABLE order_member_indexed_by_head (
    up_to INTEGER NOT NULL,
    orders INTEGER NOT NULL
);
INSERT INTO order_member_indexed_by_head (up_to, orders)
    SELECT CASE WHEN up_to = x'' THEN 0 ELSE head_of(up_to) END, orders FROM order_member_indexed;

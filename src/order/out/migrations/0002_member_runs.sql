-- The orders of each member, up to `up_to`, in runs of so many orders one after the other; newer
-- ones are found by looking at each. In one tree each order would touch a page of its own.
CREATE TABLE order_member_run (
    run INTEGER NOT NULL,
    member BLOB NOT NULL,
    order_id BLOB NOT NULL,
    PRIMARY KEY (run, member, order_id)
) WITHOUT ROWID;
CREATE TABLE order_member_indexed (
    up_to BLOB NOT NULL,
    orders INTEGER NOT NULL
);
INSERT INTO order_member_run (run, member, order_id)
    SELECT 0, member, order_id FROM order_of_member;
INSERT INTO order_member_indexed (up_to, orders)
    SELECT up_to, (SELECT count(*) FROM order_of_member) FROM order_of_member_indexed;

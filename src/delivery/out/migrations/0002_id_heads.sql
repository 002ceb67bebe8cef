-- Each order adds rows here: the first eight bytes of their ids, as numbers, are their keys.
CREATE TABLE delivery_shipment_by_head (
    id_head INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    enterprise_id BLOB NOT NULL,
    status TEXT NOT NULL,
    attention INTEGER NOT NULL,
    tracking_number TEXT NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO delivery_shipment_by_head
    (id_head, version, enterprise_id, status, attention, tracking_number, body)
    SELECT head_of(id), version, enterprise_id, status, attention, tracking_number, body
    FROM delivery_shipment ORDER BY id;
CREATE INDEX delivery_attention ON delivery_shipment_by_head (enterprise_id, id_head)
    WHERE attention = 1;
CREATE INDEX delivery_number ON delivery_shipment_by_head (tracking_number, id_head)
    WHERE tracking_number <> '';

CREATE TABLE delivery_part_by_head (
    order_head INTEGER NOT NULL,
    enterprise_id BLOB NOT NULL,
    shipment_head INTEGER NOT NULL,
    PRIMARY KEY (order_head, enterprise_id)
) WITHOUT ROWID;
INSERT INTO delivery_part_by_head (order_head, enterprise_id, shipment_head)
    SELECT head_of(order_id), enterprise_id, head_of(shipment_id) FROM delivery_part;
CREATE INDEX delivery_part_of_enterprise ON delivery_part_by_head (enterprise_id, shipment_head);

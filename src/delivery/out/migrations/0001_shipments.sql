CREATE TABLE delivery_shipment (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    enterprise_id BLOB NOT NULL,
    status TEXT NOT NULL,
    attention INTEGER NOT NULL,
    tracking_number TEXT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
-- What waits for somebody: few at any time.
CREATE INDEX delivery_shipment_attention ON delivery_shipment (enterprise_id, id)
    WHERE attention = 1;
CREATE INDEX delivery_shipment_number ON delivery_shipment (tracking_number, id)
    WHERE tracking_number <> '';

-- What never changes of a shipment stands apart, so that its indexes are written once.
CREATE TABLE delivery_part (
    order_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    shipment_id BLOB NOT NULL,
    PRIMARY KEY (order_id, enterprise_id)
) WITHOUT ROWID;
CREATE INDEX delivery_part_enterprise ON delivery_part (enterprise_id, shipment_id);

-- Every scan once. A scan without a time has 0.
CREATE TABLE delivery_tracking_event (
    shipment_id BLOB NOT NULL,
    happened_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    location TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (shipment_id, happened_at, code, location)
) WITHOUT ROWID;

-- `id` is the enterprise's.
CREATE TABLE delivery_policy (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

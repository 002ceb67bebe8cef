-- One row a SKU. The counters are columns, not a document, so that an order's change is one
-- conditional update. S1 and S2 stand here too: what a writer gets wrong does not become durable.
CREATE TABLE inventory_stock_unit (
    sku_id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    reserved INTEGER NOT NULL CHECK (reserved >= 0),
    low_stock INTEGER NOT NULL CHECK (low_stock >= 0),
    initial INTEGER NOT NULL,
    restocked INTEGER NOT NULL,
    adjusted INTEGER NOT NULL,
    restored INTEGER NOT NULL,
    deducted INTEGER NOT NULL,
    written_off INTEGER NOT NULL,
    low INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    product_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    sku_code TEXT NOT NULL,
    CHECK (on_hand >= reserved),
    CHECK (initial + restocked + adjusted + restored = on_hand + deducted),
    CHECK (restored + written_off <= deducted)
) WITHOUT ROWID;
CREATE INDEX inventory_stock_unit_enterprise ON inventory_stock_unit (enterprise_id, sku_id);
CREATE INDEX inventory_stock_unit_product ON inventory_stock_unit (product_id, sku_id);
CREATE INDEX inventory_stock_unit_low ON inventory_stock_unit (enterprise_id, sku_id) WHERE low = 1;

-- Keyed by the order.
CREATE TABLE inventory_reservation (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE inventory_movement (
    sku_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    on_hand INTEGER NOT NULL,
    reason TEXT NOT NULL,
    member_id BLOB,
    order_id BLOB,
    moved_at INTEGER NOT NULL,
    PRIMARY KEY (sku_id, id)
) WITHOUT ROWID;

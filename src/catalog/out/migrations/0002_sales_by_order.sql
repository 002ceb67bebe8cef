-- One row an order. Those up to `folded` are counted in the statistics; the few after it are added
-- when statistics are read. Sales of before are counted again from nothing.
CREATE TABLE catalog_order_sale (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE catalog_sales_folded (
    folded BLOB NOT NULL
);
INSERT INTO catalog_order_sale (id, version, body) SELECT id, version, body FROM catalog_sale;
INSERT INTO catalog_sales_folded (folded) VALUES (x'');
DELETE FROM catalog_statistics;

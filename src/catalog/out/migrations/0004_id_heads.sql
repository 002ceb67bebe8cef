-- Each order adds a row here: the first eight bytes of its id, as a number, are the key.
CREATE TABLE catalog_sale_by_head (
    id_head INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO catalog_sale_by_head (id_head, version, body)
    SELECT head_of(id), version, body FROM catalog_order_sale ORDER BY id;

CREATE TABLE catalog_folded_by_head (
    folded INTEGER NOT NULL
);
INSERT INTO catalog_folded_by_head (folded)
    SELECT CASE WHEN folded = x'' THEN 0 ELSE head_of(folded) END FROM catalog_sales_folded;

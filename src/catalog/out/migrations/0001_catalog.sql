CREATE TABLE catalog_category (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    parent_id BLOB,
    body BLOB NOT NULL
);
CREATE INDEX catalog_category_parent ON catalog_category (parent_id);

-- Which categories lie below one, itself included.
CREATE TABLE catalog_category_below (
    ancestor_id BLOB NOT NULL,
    category_id BLOB NOT NULL,
    PRIMARY KEY (ancestor_id, category_id)
) WITHOUT ROWID;

-- The whole tree as it is answered: one row.
CREATE TABLE catalog_category_tree (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
);
INSERT INTO catalog_category_tree (id, version, body) VALUES (1, 0, '{"data":[]}');

CREATE TABLE catalog_enterprise (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    verified INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE catalog_product (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    enterprise_id BLOB NOT NULL,
    status TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX catalog_product_enterprise ON catalog_product (enterprise_id, id);
CREATE INDEX catalog_product_status ON catalog_product (enterprise_id, status, id);

-- What a product's readers get, rendered when it was saved.
CREATE TABLE catalog_product_page (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    enterprise_id BLOB NOT NULL,
    status TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL
);

-- Active products, once for each list that they are in: of everything (a scope of sixteen zero
-- bytes), of each category from its own up to the top, of their seller. A list is then a range of
-- one index, whatever it is filtered by. Product ids are in the order of their creation.
CREATE TABLE catalog_listing (
    scope BLOB NOT NULL,
    product_id BLOB NOT NULL,
    category_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    price INTEGER NOT NULL,
    PRIMARY KEY (scope, product_id)
) WITHOUT ROWID;
CREATE INDEX catalog_listing_price ON catalog_listing (scope, currency, price, product_id);

CREATE TABLE catalog_sku_code (
    enterprise_id BLOB NOT NULL,
    sku_code TEXT NOT NULL,
    sku_id BLOB NOT NULL,
    PRIMARY KEY (enterprise_id, sku_code)
) WITHOUT ROWID;

CREATE TABLE catalog_price_change (
    sku_id BLOB NOT NULL,
    product_version INTEGER NOT NULL,
    currency_from TEXT NOT NULL,
    price_from INTEGER NOT NULL,
    currency_to TEXT NOT NULL,
    price_to INTEGER NOT NULL,
    changed_by BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (sku_id, product_version)
) WITHOUT ROWID;

-- One row an order, in the order of their arrival; up to `folded` they are counted in the
-- statistics, and the few after it are added when statistics are read.
CREATE TABLE catalog_sale (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE catalog_sale_fold (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    folded INTEGER NOT NULL
);
INSERT INTO catalog_sale_fold (id, folded) VALUES (1, 0);
CREATE TABLE catalog_statistics (
    product_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    orders INTEGER NOT NULL,
    units INTEGER NOT NULL,
    revenue INTEGER NOT NULL,
    PRIMARY KEY (product_id, currency)
) WITHOUT ROWID;

-- What inventory last said.
CREATE TABLE catalog_stock (
    product_id BLOB NOT NULL,
    sku_id BLOB NOT NULL,
    in_stock INTEGER NOT NULL,
    low INTEGER NOT NULL,
    PRIMARY KEY (product_id, sku_id)
) WITHOUT ROWID;

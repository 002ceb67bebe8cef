CREATE TABLE seller_enterprise (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    business_number TEXT NOT NULL,
    status TEXT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX seller_enterprise_business_number ON seller_enterprise (business_number);
CREATE INDEX seller_enterprise_status ON seller_enterprise (status, id);

-- Only of enterprises that chose one: the shop approves for all others.
CREATE TABLE seller_approval_policy (
    enterprise_id BLOB NOT NULL PRIMARY KEY,
    mode TEXT NOT NULL,
    within_hours INTEGER NOT NULL
) WITHOUT ROWID;

-- Parts that an enterprise decides about itself.
CREATE TABLE seller_approval (
    order_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    status TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    deadline INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    decided_by BLOB NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (order_id, enterprise_id)
) WITHOUT ROWID;
CREATE INDEX seller_approval_enterprise ON seller_approval (enterprise_id, order_id);
CREATE INDEX seller_approval_status ON seller_approval (enterprise_id, status, order_id);

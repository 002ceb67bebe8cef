CREATE TABLE member_member (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    email TEXT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX member_member_email ON member_member (email);

CREATE TABLE member_session (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    member_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX member_session_member ON member_session (member_id, id);

CREATE TABLE member_address_book (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

-- By a digest of the e-mail address, because people also type addresses that are not ours to keep.
CREATE TABLE member_login_attempts (
    account BLOB NOT NULL PRIMARY KEY,
    since INTEGER NOT NULL,
    failures INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX member_login_attempts_since ON member_login_attempts (since);

-- A removed account stays as a mark, so that a late repetition of its creation does not bring it
-- back.
CREATE TABLE member_seller_account (
    id BLOB NOT NULL PRIMARY KEY,
    member_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    role TEXT NOT NULL,
    removed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX member_seller_account_member ON member_seller_account (member_id, id)
    WHERE removed = 0;

-- Each token with which an operator acted for a member.
CREATE TABLE member_acting_token (
    id BLOB NOT NULL PRIMARY KEY,
    member_id BLOB NOT NULL,
    operator_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    issued_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX member_acting_token_member ON member_acting_token (member_id, id);

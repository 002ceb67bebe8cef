-- One record per unit of work: the log of everything that happened. `delivered` is 1 once every
-- consumer on this lane has handled (or parked) its events. Single writer, so positions become
-- visible in order.
CREATE TABLE runtime_outbox (
    position INTEGER PRIMARY KEY,
    correlation BLOB NOT NULL,
    delivered INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX runtime_outbox_undelivered ON runtime_outbox (position) WHERE delivered = 0;

-- How far a consumer group has come in one partition of one topic.
CREATE TABLE runtime_consumer (
    consumer TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    record INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (consumer, topic, partition)
) WITHOUT ROWID;

CREATE TABLE runtime_effect (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    correlation BLOB NOT NULL,
    idempotency_key TEXT NOT NULL,
    payload BLOB NOT NULL,
    trace TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runtime_timer (
    due INTEGER NOT NULL,
    name TEXT NOT NULL,
    subject BLOB NOT NULL,
    PRIMARY KEY (due, name, subject)
) WITHOUT ROWID;

-- What could not be handled. `retrying` is tried again at next_at, `parked` waits for an
-- operator, `behind` waits for an earlier letter of the same aggregate and consumer.
-- Its number rises with each letter that comes in; ids follow the clock, which may be set back.
CREATE TABLE runtime_dead_letter (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    state TEXT NOT NULL,
    consumer TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    aggregate BLOB NOT NULL,
    correlation BLOB NOT NULL,
    record INTEGER NOT NULL,
    event INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    trace TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX runtime_dead_letter_aggregate ON runtime_dead_letter (consumer, aggregate);
CREATE INDEX runtime_dead_letter_next ON runtime_dead_letter (state, next_at);

-- The first answer to each idempotency key, in the commit of its effect. Rows are appended, so
-- that a batch writes few pages; only the small index, on the first eight bytes of the
-- fingerprint, is touched at random. Numbers rise with time: the oldest expire first.
CREATE TABLE runtime_idempotency (
    number INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL
);
-- Of the records up to `up_to`: their numbers by the first eight bytes of their fingerprints.
CREATE TABLE runtime_idempotency_head (
    fingerprint_head INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (fingerprint_head, number)
) WITHOUT ROWID;
CREATE TABLE runtime_idempotency_indexed (
    up_to INTEGER NOT NULL
);
INSERT INTO runtime_idempotency_indexed (up_to) VALUES (0);

CREATE TABLE runtime_lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

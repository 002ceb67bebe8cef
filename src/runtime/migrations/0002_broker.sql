-- How far this store's events have gone out to the broker, by lane, and the name under which they
-- go: whoever reads them tells outboxes apart by it.
CREATE TABLE runtime_published (
    lane INTEGER NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
);
CREATE TABLE runtime_source (
    one INTEGER NOT NULL PRIMARY KEY,
    id BLOB NOT NULL
);

-- How far a consumer group has come in what one lane of one source has sent to one partition of the
-- broker.
CREATE TABLE runtime_inbox (
    consumer TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    source BLOB NOT NULL,
    lane INTEGER NOT NULL,
    record INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (consumer, topic, partition, source, lane)
) WITHOUT ROWID;

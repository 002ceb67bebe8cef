-- The records of each process (an order), up to position `up_to`; newer ones are found by looking
-- at each. Entered one at a time they would touch a page for each order that goes on.
CREATE TABLE runtime_record_of_process (
    correlation BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (correlation, position)
) WITHOUT ROWID;
CREATE TABLE runtime_process_indexed (
    up_to INTEGER NOT NULL
);
INSERT INTO runtime_record_of_process (correlation, position)
    SELECT correlation, position FROM runtime_outbox;
INSERT INTO runtime_process_indexed (up_to)
    SELECT coalesce(max(position), 0) FROM runtime_outbox;

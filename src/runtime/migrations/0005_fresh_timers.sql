-- What commits changed of timers that have no row in runtime_timer yet.
CREATE TABLE runtime_fresh_timers (
    number INTEGER NOT NULL PRIMARY KEY,
    changes BLOB NOT NULL
);

-- Who writes this store, for processes that stand by: where it is reached, and a number that rises
-- while it lives. `url` is empty where nobody can stand by, and when the writer has left.
CREATE TABLE runtime_writer (
    one INTEGER NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    url TEXT NOT NULL,
    beat INTEGER NOT NULL
);

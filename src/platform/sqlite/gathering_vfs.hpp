#pragma once

// A VFS in front of SQLite's own: the pages that a commit appends to the write-ahead log go to the
// system in few calls instead of two each, and those that a checkpoint copies from there into the
// database go in one call for many that are neighbours. A commit is in the file when SQLite's
// COMMIT returns, and a checkpoint when it ends, as without it.
// https://www.sqlite.org/vfs.html, https://www.sqlite.org/fileformat2.html#walformat

namespace jangteo::platform::sqlite {

// Its name, for sqlite3_open_v2; registered by the first call. Any thread.
const char* gathering_vfs();

}  // namespace jangteo::platform::sqlite

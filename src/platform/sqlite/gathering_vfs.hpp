#pragma once

// A VFS in front of SQLite's own: the pages that a commit appends to the write-ahead log go to the
// system in few calls instead of two each. A commit is in the file when SQLite's COMMIT returns, as
// without it.
// https://www.sqlite.org/vfs.html, https://www.sqlite.org/fileformat2.html#walformat

namespace jangteo::platform::sqlite {

// Its name, for sqlite3_open_v2; registered by the first call. Any thread.
const char* gathering_vfs();

}  // namespace jangteo::platform::sqlite

#pragma once

// A damaged log is not a torn one. SQLite cuts its write-ahead log at the first frame whose
// checksum is wrong, whatever follows: right for a write that was under way when the power went,
// and silent loss when a bit has flipped in what was flushed long ago. The lane does not run ahead
// of the disk by more than runtime::unflushed_commits_max commits, so as many whole ones behind a
// wrong frame prove damage.

#include <string>

namespace jangteo::platform::sqlite {

// What is wrong with the log at `wal_path`, in words; "" when nothing is, or there is none. Reads
// the whole log: call it before the store is opened, and only then.
// https://www.sqlite.org/fileformat2.html#walformat
std::string wal_damage(const std::string& wal_path);

}  // namespace jangteo::platform::sqlite

#pragma once

// SqliteStore: the embedded store, one file in WAL mode. One connection writes and checkpoints; all
// others are read-only (SQLite before 3.51.3 can corrupt a WAL that two connections reset). The
// writer belongs to the lane's thread; each reading thread gets a connection of its own.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "runtime/sql.hpp"

namespace jangteo::platform::sqlite {

struct SqliteOptions {
    std::string path;                // ":memory:" is one private database: its reader is its writer
    bool durable = true;             // false only for throw-away stores in tests
    std::int64_t cache_kib = 12288;  // page cache of the writer
    std::int64_t checkpoint_pages = 32768;  // 128 MiB of log: pages written often are copied once
};

class SqliteConnection;

class SqliteStore : public sql::Store {
  public:
    // Fault{permanent} when the file is not a readable SQLite database or its folder cannot be
    // written.
    explicit SqliteStore(SqliteOptions options);
    ~SqliteStore() override;

    sql::Connection& writer() override;
    sql::Connection& reader() override;
    void flush() override;
    std::uint64_t commits() const override;
    double commit_seconds() const override;

  private:
    SqliteOptions options_;
    std::unique_ptr<SqliteConnection> writer_;
    std::mutex readers_mutex_;
    std::unordered_map<std::thread::id, std::unique_ptr<SqliteConnection>> readers_;
    std::uint64_t serial_;
    int log_file_ = -1;  // the write-ahead log, for flush()
};

// A read-only connection to a file that another process may be writing: for `audit`.
std::unique_ptr<sql::Connection> open_read_only(const std::string& path);

}  // namespace jangteo::platform::sqlite

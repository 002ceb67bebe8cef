#pragma once

// One sqlite3 handle with its prepared statements, by the ordinal of their Query.

#include <sqlite3.h>

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "runtime/sql.hpp"

namespace jangteo::platform::sqlite {

class SqliteStatement : public sql::RowSource {
  public:
    SqliteStatement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
    virtual ~SqliteStatement() { sqlite3_finalize(statement_); }
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    void bind(std::span<const sql::Value> values);
    bool in_use() const { return in_use_; }

    bool step() override;
    void finish() override;
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    std::string_view bytes(int column) const override;

  private:
    sqlite3* db_;
    sqlite3_stmt* statement_;
    bool in_use_ = false;
};

// After a failed flush the kernel may have dropped the pages: only a restart reads the truth.
[[noreturn]] void stop_unflushed(std::string_view words);

class SqliteConnection : public sql::Connection {
  public:
    SqliteConnection(const std::string& path, int flags);
    ~SqliteConnection() override;

    void script(std::string_view text) override;
    void begin() override;
    void commit() override;
    void rollback() override;

    // From now on damage that any connection meets ends the process, with a line that says so.
    static void stop_when_damaged();

    std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
    double commit_seconds() const {
        return static_cast<double>(commit_ns_.load(std::memory_order_relaxed)) / 1e9;
    }

  protected:
    sql::Changed do_execute(const sql::Query& query, std::span<const sql::Value> values) override;
    sql::Rows do_query(const sql::Query& query, std::span<const sql::Value> values) override;

  private:
    SqliteStatement& prepared(const sql::Query& query);

    sqlite3* db_ = nullptr;
    std::vector<std::unique_ptr<SqliteStatement>> statements_;
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> commit_ns_{0};
};

}  // namespace jangteo::platform::sqlite

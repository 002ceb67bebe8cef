#include "platform/sqlite/sqlite_connection.hpp"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "platform/sqlite/gathering_vfs.hpp"

namespace jangteo::platform::sqlite {
namespace {

// Not a bug of ours: said in one line, without a core file.
[[noreturn]] void stop(std::string_view what, std::string_view words) {
    fmt::print(stderr, "jangteo: {} ({}): the process ends; what was answered is safe\n", what,
               words);
    std::fflush(nullptr);
    std::_Exit(1);
}

// Set once a store of this process is open: an inspection of a file says what it finds, but a shop
// must not go on with half of its data.
std::atomic<bool> damage_stops{false};

[[noreturn]] void raise(sqlite3* db, std::string_view doing) {
    int code = sqlite3_extended_errcode(db);
    std::string words = std::string(doing) + ": " + sqlite3_errmsg(db);
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: throw Fault(FaultKind::retry_now, words);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_NOMEM: throw Fault(FaultKind::retry_later, words);
        case SQLITE_IOERR:
            if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
                stop_unflushed(words);
            }
            throw Fault(FaultKind::retry_later, words);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            if (damage_stops) {
                stop("the store is damaged: restore a backup; `jangteo audit` says more", words);
            }
            throw Fault(FaultKind::permanent, words);
        default: throw Fault(FaultKind::permanent, words);
    }
}

// Of migrations: head_of(column).
void head_of(sqlite3_context* context, int, sqlite3_value** values) {
    const std::string_view id(static_cast<const char*>(sqlite3_value_blob(values[0])),
                              static_cast<std::size_t>(sqlite3_value_bytes(values[0])));
    sqlite3_result_int64(context, EventId::from_bytes(id).head());
}

const sql::Query begin_write{"BEGIN IMMEDIATE"};
const sql::Query begin_read{"BEGIN"};
const sql::Query commit_query{"COMMIT"};
const sql::Query rollback_query{"ROLLBACK"};

}  // namespace

void stop_unflushed(std::string_view words) {
    stop("the disk did not keep what was flushed to it", words);
}

void SqliteStatement::bind(std::span<const sql::Value> values) {
    check(!in_use_, "a statement is not run inside itself");
    check(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(statement_),
          "a statement gets a value for each placeholder");
    in_use_ = true;
    int position = 0;
    for (const sql::Value& value : values) {
        ++position;
        std::visit(
            [&](const auto& v) {
                using V = std::remove_cvref_t<decltype(v)>;
                if constexpr (std::is_same_v<V, std::monostate>) {
                    sqlite3_bind_null(statement_, position);
                } else if constexpr (std::is_same_v<V, std::int64_t>) {
                    sqlite3_bind_int64(statement_, position, v);
                } else if constexpr (std::is_same_v<V, std::string_view>) {
                    sqlite3_bind_text64(statement_, position, v.empty() ? "" : v.data(), v.size(),
                                        SQLITE_STATIC, SQLITE_UTF8);
                } else {
                    sqlite3_bind_blob64(statement_, position, v.view.empty() ? "" : v.view.data(),
                                        v.view.size(), SQLITE_STATIC);
                }
            },
            value.get());
    }
}

bool SqliteStatement::step() {
    int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    std::string text = sqlite3_sql(statement_);
    finish();
    raise(db_, text);
}

void SqliteStatement::finish() {
    sqlite3_reset(statement_);
    in_use_ = false;
}

bool SqliteStatement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view SqliteStatement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

SqliteConnection::SqliteConnection(const std::string& path, int flags)
    : sql::Connection((flags & SQLITE_OPEN_READWRITE) != 0) {
    const char* vfs = (flags & SQLITE_OPEN_READWRITE) != 0 ? gathering_vfs() : nullptr;
    if (sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX, vfs) != SQLITE_OK) {
        std::string words = db_ ? sqlite3_errmsg(db_) : "out of memory";
        sqlite3_close(db_);
        throw Fault(FaultKind::permanent, "cannot open " + path + ": " + words);
    }
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, 5000);
    sqlite3_create_function_v2(db_, "head_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                               head_of, nullptr, nullptr, nullptr);
}

SqliteConnection::~SqliteConnection() {
    statements_.clear();
    sqlite3_close(db_);
}

SqliteStatement& SqliteConnection::prepared(const sql::Query& query) {
    if (query.ordinal() >= statements_.size()) statements_.resize(query.ordinal() + 1);
    auto& slot = statements_[query.ordinal()];
    if (!slot) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(db_, query.text().c_str(), static_cast<int>(query.text().size()),
                               SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
            raise(db_, query.text());
        }
        slot = std::make_unique<SqliteStatement>(db_, statement);
    }
    return *slot;
}

sql::Rows SqliteConnection::do_query(const sql::Query& query, std::span<const sql::Value> values) {
    SqliteStatement& statement = prepared(query);
    statement.bind(values);
    return sql::Rows(statement);
}

sql::Changed SqliteConnection::do_execute(const sql::Query& query,
                                          std::span<const sql::Value> values) {
    SqliteStatement& statement = prepared(query);
    statement.bind(values);
    statement.step();
    statement.finish();
    return sqlite3_changes64(db_);
}

void SqliteConnection::script(std::string_view text) {
    char* words = nullptr;
    if (sqlite3_exec(db_, std::string(text).c_str(), nullptr, nullptr, &words) != SQLITE_OK) {
        sqlite3_free(words);
        raise(db_, "script");
    }
}

void SqliteConnection::stop_when_damaged() { damage_stops = true; }

void SqliteConnection::begin() {
    do_execute(sqlite3_db_readonly(db_, "main") ? begin_read : begin_write, {});
}

void SqliteConnection::commit() {
    auto before = std::chrono::steady_clock::now();
    do_execute(commit_query, {});
    auto spent = std::chrono::steady_clock::now() - before;
    commits_.fetch_add(1, std::memory_order_relaxed);
    commit_ns_.fetch_add(static_cast<std::uint64_t>(
                             std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count()),
                         std::memory_order_relaxed);
}

void SqliteConnection::rollback() {
    // SQLite itself rolls back on some errors (disk full, I/O); then there is nothing left to undo.
    if (sqlite3_get_autocommit(db_) == 0) do_execute(rollback_query, {});
}

}  // namespace jangteo::platform::sqlite

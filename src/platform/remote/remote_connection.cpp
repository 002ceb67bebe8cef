#include "platform/remote/remote_connection.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "kernel/fault.hpp"

namespace jangteo::platform::remote {
namespace {

constexpr std::size_t queued_max = 1024;  // statements; a result is held for each
constexpr auto first_pause = std::chrono::milliseconds(20);
constexpr auto longest_pause = std::chrono::milliseconds(1000);

constexpr std::string_view create_marks =
    "CREATE TABLE IF NOT EXISTS runtime_commit_mark (writer BLOB NOT NULL PRIMARY KEY, "
    "number INTEGER NOT NULL, marked_at INTEGER NOT NULL)";
const sql::Query insert_mark{
    "INSERT INTO runtime_commit_mark (writer, number, marked_at) VALUES (?, 0, ?)"};
const sql::Query save_mark{
    "UPDATE runtime_commit_mark SET number = ?, marked_at = ? WHERE writer = ?"};
// Held, so that it waits for a transaction that has written the mark and has not ended.
const sql::Query select_mark{"SELECT number FROM runtime_commit_mark WHERE writer = ?",
                             sql::Query::Waiting::first, sql::Query::Held::rows};
// Of processes that ended long ago.
const sql::Query delete_old_marks{"DELETE FROM runtime_commit_mark WHERE marked_at < ?"};
constexpr Duration mark_lifetime = days(30);

Timestamp now() {
    return {std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

Uuid random_uuid() {
    std::random_device device;
    Uuid uuid;
    for (auto& byte : uuid) byte = static_cast<std::uint8_t>(device());
    return uuid;
}

[[noreturn]] void lose_mark() {
    throw Fault(FaultKind::retry_later, "the row of runtime_commit_mark of this process is gone");
}

[[noreturn]] void stop_unknown(std::string_view words) {
    fmt::print(stderr,
               "jangteo: the store's server was lost during a commit and did not come back ({}): "
               "the process ends; what was answered is safe, and the next start goes on\n",
               words);
    std::fflush(nullptr);
    std::_Exit(1);
}

}  // namespace

RemoteConnection::RemoteConnection(std::unique_ptr<Session> session, Role role,
                                   Duration commit_patience)
    // The lease, which each batch holds first, keeps other writers away.
    : sql::Connection(role == Role::writer),
      session_(std::move(session)),
      role_(role),
      commit_patience_(commit_patience),
      writer_(random_uuid()) {
    session_->open();
}

void RemoteConnection::ensure_open() {
    if (!session_->is_open()) session_->open();
}

void RemoteConnection::lock_schema() {
    ensure_open();
    session_->queue(Session::Words::lock_schema);
    session_->queue_script(create_marks);
    session_->wait();
    schema_is_locked_ = true;
}

void RemoteConnection::unlock_schema() {
    schema_is_locked_ = false;
    if (!session_->is_open()) return;
    session_->queue(Session::Words::unlock_schema);
    session_->wait();
}

void RemoteConnection::script(std::string_view text) {
    ensure_open();
    session_->queue_script(text);
    session_->wait();
}

// The row is there before any transaction needs it: only then a later one that changes it can be
// waited for.
void RemoteConnection::ensure_mark() {
    if (has_mark_ || schema_is_locked_) return;
    session_->queue_write(delete_old_marks, std::vector<sql::Value>{now() - mark_lifetime}, {});
    session_->queue_write(insert_mark, std::vector<sql::Value>{writer_, now()}, {});
    session_->wait();
    has_mark_ = true;
}

void RemoteConnection::begin() {
    ensure_open();
    if (role_ == Role::writer) ensure_mark();
    session_->queue(role_ == Role::writer ? Session::Words::begin_write
                                          : Session::Words::begin_read);
    in_transaction_ = true;
    wrote_ = false;
}

void RemoteConnection::queue_write(const sql::Query& query, std::span<const sql::Value> values,
                                   sql::Expected expected) {
    if (!in_transaction_) ensure_open();
    session_->queue_write(query, values, expected);
    wrote_ = true;
    if (!in_transaction_ || session_->queued() >= queued_max) session_->wait();
}

sql::Changed RemoteConnection::do_execute(const sql::Query& query,
                                          std::span<const sql::Value> values) {
    queue_write(query, values, {});
    return sql::Changed(*this);
}

void RemoteConnection::do_execute_expecting(const sql::Query& query,
                                            std::span<const sql::Value> values,
                                            sql::Expected expected) {
    queue_write(query, values, expected);
}

bool RemoteConnection::do_change_one(const sql::Query& query, std::span<const sql::Value> values) {
    if (!may_expect()) return do_execute(query, values) == 1;
    queue_write(query, values, {1, [] { throw sql::Surprise(); }});
    return true;
}

std::int64_t RemoteConnection::changed_by_last() {
    session_->wait();
    return session_->changed_by_last();
}

sql::Rows RemoteConnection::do_query(const sql::Query& query, std::span<const sql::Value> values) {
    if (in_transaction_) return session_->read(query, values);
    ensure_open();
    try {
        return session_->read(query, values);
    } catch (const Fault&) {
        // A server that was restarted since the last read: nothing was begun, so once more.
        if (session_->is_open()) throw;
        session_->open();
        return session_->read(query, values);
    }
}

void RemoteConnection::queue_mark() {
    session_->queue_write(save_mark, std::vector<sql::Value>{++number_, now(), writer_},
                          {1, lose_mark});
}

void RemoteConnection::commit() {
    auto before = std::chrono::steady_clock::now();
    commit_transaction();
    in_transaction_ = false;
    auto spent = std::chrono::steady_clock::now() - before;
    commits_.fetch_add(1, std::memory_order_relaxed);
    commit_ns_.fetch_add(static_cast<std::uint64_t>(
                             std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count()),
                         std::memory_order_relaxed);
}

void RemoteConnection::commit_transaction() {
    const bool is_marked = wrote_ && !schema_is_locked_;
    if (is_marked) queue_mark();
    // Every write is known to be right, and the mark's row is ours, before the commit is asked for.
    session_->wait();
    session_->queue(Session::Words::commit);
    try {
        session_->wait();
    } catch (const Fault&) {
        if (session_->is_open() || !is_marked) throw;
        if (!has_committed()) {
            throw Fault(FaultKind::retry_now, "the store's server was lost before the commit");
        }
    }
}

bool RemoteConnection::has_committed() {
    in_transaction_ = false;
    const auto give_up =
        std::chrono::steady_clock::now() + std::chrono::microseconds(commit_patience_.us);
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        try {
            session_->open();
            session_->end_lost_session();
            return mark_is_stored();
        } catch (const Fault& fault) {
            if (std::chrono::steady_clock::now() > give_up) stop_unknown(fault.what());
        }
        std::this_thread::sleep_for(pause);
    }
}

bool RemoteConnection::mark_is_stored() {
    auto rows = session_->read(select_mark, std::vector<sql::Value>{writer_});
    // A server without the row has lost more than this commit.
    if (!rows.next()) lose_mark();
    return rows.integer(0) == number_;
}

void RemoteConnection::rollback() {
    if (!in_transaction_) return;
    in_transaction_ = false;
    if (!session_->is_open()) return;
    try {
        session_->wait();
    } catch (const std::exception&) {
        // Whatever it was: it is undone now.
    }
    if (!session_->is_open()) return;
    session_->queue(Session::Words::rollback);
    session_->wait();
}

}  // namespace jangteo::platform::remote

#include "platform/mysql/mysql_session.hpp"

#include <errmsg.h>
#include <fmt/format.h>
#include <mysqld_error.h>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::platform::mysql {
namespace {

using remote::Role;

constexpr unsigned connect_seconds = 5;
constexpr unsigned answer_seconds = 60;
// Below the 16 MiB that a message may have by default.
constexpr std::size_t queued_bytes_max = 2U << 20;
// https://mariadb.com/kb/en/mariadb-error-code-reference/
constexpr unsigned er_connection_killed = 1927;
constexpr unsigned er_constraint_failed = 4025;

// A row that somebody else holds for so long is somebody's trouble, not a reason to stand still; a
// process that was paused in a transaction must not hold up the one that takes over.
constexpr const char* settings =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION', "
    "collation_connection = 'utf8mb4_nopad_bin', innodb_lock_wait_timeout = 10, "
    "idle_transaction_timeout = 3";
constexpr const char* writer_settings = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
constexpr const char* reader_settings = "SET SESSION TRANSACTION READ ONLY";

bool is_lost(unsigned code) {
    return code == CR_SERVER_GONE_ERROR || code == CR_SERVER_LOST || code == er_connection_killed ||
           code == ER_SERVER_SHUTDOWN || code == CR_COMMANDS_OUT_OF_SYNC;
}

// The server has become another's replica.
bool is_read_only(unsigned code) {
    return code == ER_OPTION_PREVENTS_STATEMENT || code == ER_READ_ONLY_MODE;
}

FaultKind kind_of(unsigned code) {
    switch (code) {
        case ER_DUP_ENTRY:
        case ER_BAD_NULL_ERROR:
        case er_constraint_failed:
        case ER_LOCK_DEADLOCK:
        case ER_LOCK_WAIT_TIMEOUT: return FaultKind::retry_now;
        case ER_DISK_FULL:
        case ER_RECORD_FILE_FULL:
        case ER_OUTOFMEMORY:
        case ER_OUT_OF_RESOURCES:
        case ER_CON_COUNT_ERROR: return FaultKind::retry_later;
        default: return FaultKind::permanent;
    }
}

}  // namespace

MysqlSession::MysqlSession(Url url, Role role) : url_(std::move(url)), role_(role) {}

void MysqlSession::open() {
    queued_.clear();
    queued_bytes_ = 0;
    in_transaction_ = false;
    if (thread_ != 0) {
        lost_thread_ = thread_;
        lost_server_ = server_;
    }
    std::string words;
    for (const Address& address : url_.addresses) {
        try {
            return connect(address);
        } catch (const Fault& fault) {
            connection_.reset();
            words += fmt::format("{}{}:{}: {}", words.empty() ? "" : "; ", address.host,
                                 address.port, fault.what());
        }
    }
    throw Fault(FaultKind::retry_later, "the store cannot be reached: " + words);
}

void MysqlSession::connect(const Address& address) {
    connection_.reset(mysql_init(nullptr));
    MYSQL* connection = connection_.get();
    check(connection != nullptr, "there is memory for a session");
    mysql_options(connection, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
    mysql_options(connection, MYSQL_OPT_READ_TIMEOUT, &answer_seconds);
    mysql_options(connection, MYSQL_OPT_WRITE_TIMEOUT, &answer_seconds);
    mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    const char* socket = url_.socket.empty() ? nullptr : url_.socket.c_str();
    if (!mysql_real_connect(connection, address.host.c_str(), url_.user.c_str(),
                            url_.password.c_str(), url_.database.c_str(), address.port, socket,
                            CLIENT_MULTI_STATEMENTS | CLIENT_FOUND_ROWS)) {
        throw Fault(FaultKind::retry_later, mysql_error(connection));
    }
    thread_ = mysql_thread_id(connection);
    queue_text(settings);
    queue_text(role_ == Role::writer ? writer_settings : reader_settings);
    wait();
    static const sql::Query select_server{
        "SELECT @@global.read_only, concat(@@hostname, ' ', @@port, ' ', @@server_id)"};
    auto rows = read(select_server, {});
    check(rows.next(), "a server knows itself");
    server_ = rows.text(1);
    if (rows.integer(0) != 0 && url_.addresses.size() > 1) {
        throw Fault(FaultKind::retry_later, "is read-only");
    }
}

void MysqlSession::end_lost_session() {
    // The number means something at the same server only.
    if (lost_thread_ == 0 || lost_server_ != server_) return;
    queue_text(fmt::format("KILL {}", lost_thread_));
    lost_thread_ = 0;
    try {
        wait();
    } catch (const Fault&) {
        if (!is_open()) throw;
        // It has ended by itself.
    }
}

void MysqlSession::queue(Words words) {
    in_transaction_ = words == Words::begin_write || words == Words::begin_read;
    switch (words) {
        case Words::begin_write: return queue_text("START TRANSACTION");
        case Words::begin_read:
            return queue_text("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        case Words::commit: return queue_text("COMMIT");
        case Words::rollback: return queue_text("ROLLBACK");
        case Words::lock_schema:
            // Locks are the whole server's.
            return queue_text("DO GET_LOCK(concat('jangteo schema of ', database()), 3600)");
        case Words::unlock_schema:
            return queue_text("DO RELEASE_LOCK(concat('jangteo schema of ', database()))");
    }
}

void MysqlSession::queue_script(std::string_view script) {
    Script translated = mysql_script(script);
    for (auto& text : translated.definitions) queue_text(std::move(text));
    // They have committed what was under way.
    if (in_transaction_ && !translated.definitions.empty()) queue_text("START TRANSACTION");
    for (auto& text : translated.rest) queue_text(std::move(text));
}

void MysqlSession::require_open() const {
    if (!connection_) throw Fault(FaultKind::retry_later, "the store's server was lost");
}

void MysqlSession::queue_text(std::string text) { add({std::move(text), nullptr, false, {}}); }

void MysqlSession::add(Queued queued) {
    require_open();
    if (!queued_.empty() && queued_bytes_ + queued.text.size() > queued_bytes_max) wait();
    queued_bytes_ += queued.text.size() + 1;
    queued_.push_back(std::move(queued));
}

MysqlStatement& MysqlSession::statement_of(const sql::Query& query) {
    if (query.ordinal() >= statements_.size()) statements_.resize(query.ordinal() + 1);
    auto& statement = statements_[query.ordinal()];
    if (!statement) statement = std::make_unique<MysqlStatement>(query);
    return *statement;
}

void MysqlSession::queue_write(const sql::Query& query, std::span<const sql::Value> values,
                               sql::Expected expected) {
    require_open();
    MysqlStatement& statement = statement_of(query);
    add({statement.text(*connection_, values), &statement, false, expected});
}

sql::Rows MysqlSession::read(const sql::Query& query, std::span<const sql::Value> values) {
    require_open();
    MysqlStatement& statement = statement_of(query);
    add({statement.text(*connection_, values), &statement, true, {}});
    // Made first: when a write before it fails, rows that came nevertheless end here.
    sql::Rows rows(statement);
    wait();
    return rows;
}

void MysqlSession::wait() {
    require_open();
    while (!queued_.empty()) {
        if (run()) return;
        const unsigned code = mysql_errno(connection_.get());
        const Queued failed = std::move(queued_.front());
        queued_.pop_front();
        queued_bytes_ -= failed.text.size() + 1;
        if (code != ER_DUP_ENTRY || !failed.statement ||
            !failed.statement->words().lets_duplicates_pass) {
            fail(failed);
        }
        changed_by_last_ = 0;  // and on with those behind it
    }
}

bool MysqlSession::run() {
    std::string message;
    message.reserve(queued_bytes_);
    for (const Queued& queued : queued_) {
        if (!message.empty()) message += ';';
        message += queued.text;
    }
    count_round_trip();
    bool is_right = mysql_real_query(connection_.get(), message.data(), message.size()) == 0;
    std::exception_ptr failure;
    while (is_right) {
        const Queued queued = std::move(queued_.front());
        queued_.pop_front();
        queued_bytes_ -= queued.text.size() + 1;
        if (!take_result(queued) && !failure) {
            try {
                queued.expected.otherwise();
            } catch (...) {
                failure = std::current_exception();
            }
        }
        if (queued_.empty()) break;
        is_right = mysql_next_result(connection_.get()) == 0;
    }
    if (failure) {
        queued_.clear();
        queued_bytes_ = 0;
        std::rethrow_exception(failure);
    }
    return is_right;
}

// False: another count than was expected.
bool MysqlSession::take_result(const Queued& queued) {
    Result result(mysql_store_result(connection_.get()));
    if (!result && mysql_errno(connection_.get()) != 0) fail(queued);
    if (queued.reads) {
        queued.statement->take(std::move(result));
        return true;
    }
    if (!queued.statement) return true;
    changed_by_last_ = static_cast<std::int64_t>(mysql_affected_rows(connection_.get()));
    // A row that was there and is updated counts twice.
    if (queued.statement->words().updates_duplicates) {
        changed_by_last_ = std::min<std::int64_t>(changed_by_last_, 1);
    }
    return !queued.expected.otherwise || changed_by_last_ == queued.expected.rows;
}

void MysqlSession::fail(const Queued& queued) {
    const unsigned code = mysql_errno(connection_.get());
    std::string words = mysql_error(connection_.get());
    if (is_lost(code) || is_read_only(code)) lose(words);
    queued_.clear();
    queued_bytes_ = 0;
    std::string where;
    if (queued.statement) {
        where = " in ";
        for (const auto& piece : queued.statement->words().pieces) where += piece + "?";
        where.pop_back();
    }
    throw Fault(kind_of(code), words + where);
}

void MysqlSession::lose(const std::string& words) {
    queued_.clear();
    queued_bytes_ = 0;
    connection_.reset();
    throw Fault(FaultKind::retry_later, "the store's server was lost: " + words);
}

}  // namespace jangteo::platform::mysql

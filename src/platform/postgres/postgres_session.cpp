#include "platform/postgres/postgres_session.hpp"

#include <fmt/format.h>

#include <array>
#include <random>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "platform/postgres/postgres_dialect.hpp"
#include "platform/postgres/postgres_faults.hpp"
#include "runtime/sql_words.hpp"

namespace jangteo::platform::postgres {
namespace {

using remote::Role;

constexpr int in_binary = 1;
constexpr std::int64_t schema_lock = 0x6a616e6774656f;  // "jangteo"

// A row that somebody else holds for so long is somebody's trouble, not a reason to stand still; a
// process that was paused in a transaction must not hold up the one that takes over.
constexpr const char* writer_settings =
    "SET client_min_messages = warning; SET lock_timeout = '10s'; "
    "SET idle_in_transaction_session_timeout = '3s'";
constexpr const char* reader_settings =
    "SET client_min_messages = warning; SET default_transaction_read_only = on";

std::string session_name(Role role) {
    std::random_device device;
    return fmt::format("jangteo {} {:08x}{:08x}", role == Role::writer ? "lane" : "reader",
                       device(), device());
}

PGconn* connect(const Server& server, const std::string& name) {
    // What stands before dbname may be said otherwise in the URL, what stands behind it may not.
    constexpr std::array<const char*, 8> keys = {
        "connect_timeout", "tcp_user_timeout", "target_session_attrs", "password",
        "dbname",          "client_encoding",  "application_name",     nullptr};
    const char* password = server.password.empty() ? nullptr : server.password.c_str();
    const std::array<const char*, 8> values = {
        "5", "10000", "read-write", password, server.url.c_str(), "UTF8", name.c_str(), nullptr};
    return PQconnectdbParams(keys.data(), values.data(), 1);
}

}  // namespace

PostgresSession::PostgresSession(Server server, Role role)
    : server_(std::move(server)), role_(role) {}

void PostgresSession::open() {
    queued_.clear();
    if (!name_.empty()) lost_name_ = name_;
    name_ = session_name(role_);
    for (auto& statement : statements_) {
        if (statement) statement->is_prepared = false;
    }
    connection_.reset(connect(server_, name_));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        std::string words = one_line(PQerrorMessage(connection_.get()));
        connection_.reset();
        throw Fault(FaultKind::retry_later, "the store cannot be reached: " + words);
    }
    // What is not a failure is nobody's to read.
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    check(PQenterPipelineMode(connection_.get()) == 1, "a new session can pipeline");
    queue_script(role_ == Role::writer ? writer_settings : reader_settings);
    wait();
}

void PostgresSession::end_lost_session() {
    if (lost_name_.empty()) return;
    queue_text(fmt::format(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{}'",
        lost_name_));
    wait();
}

void PostgresSession::queue(Words words) {
    switch (words) {
        case Words::begin_write: return queue_text("BEGIN ISOLATION LEVEL READ COMMITTED");
        case Words::begin_read: return queue_text("BEGIN ISOLATION LEVEL REPEATABLE READ");
        case Words::commit: return queue_text("COMMIT");
        case Words::rollback: return queue_text("ROLLBACK");
        case Words::lock_schema:
            // Somebody's migration may take long.
            queue_text("SET lock_timeout = 0");
            return queue_text(fmt::format("SELECT pg_advisory_lock({})", schema_lock));
        case Words::unlock_schema:
            queue_text(fmt::format("SELECT pg_advisory_unlock({})", schema_lock));
            return queue_text("SET lock_timeout = '10s'");
    }
}

void PostgresSession::queue_script(std::string_view script) {
    for (std::string_view statement : sql::statements_of(script)) {
        queue_text(postgres_sql(statement));
    }
}

void PostgresSession::require_open() const {
    if (!connection_) throw Fault(FaultKind::retry_later, "the store's server was lost");
}

void PostgresSession::sent(int is_sent) {
    if (is_sent != 1) lose();
}

void PostgresSession::queue_text(const std::string& text) {
    require_open();
    sent(PQsendQueryParams(connection_.get(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr,
                           in_binary));
    queued_.push_back({});
}

PostgresStatement& PostgresSession::prepared(const sql::Query& query) {
    if (query.ordinal() >= statements_.size()) statements_.resize(query.ordinal() + 1);
    auto& statement = statements_[query.ordinal()];
    if (!statement) statement = std::make_unique<PostgresStatement>(query);
    if (!statement->is_prepared) {
        sent(PQsendPrepare(connection_.get(), statement->name().c_str(), statement->text().c_str(),
                           0, nullptr));
        queued_.push_back({Queued::Kind::prepare, statement.get(), {}});
        statement->is_prepared = true;
    }
    return *statement;
}

void PostgresSession::queue_run(Queued::Kind kind, const sql::Query& query,
                                std::span<const sql::Value> values, sql::Expected expected) {
    require_open();
    PostgresStatement& statement = prepared(query);
    const Parameters parameters(values);
    sent(PQsendQueryPrepared(connection_.get(), statement.name().c_str(), parameters.count(),
                             parameters.texts(), parameters.lengths(), parameters.formats(),
                             in_binary));
    queued_.push_back({kind, &statement, expected});
}

void PostgresSession::queue_write(const sql::Query& query, std::span<const sql::Value> values,
                                  sql::Expected expected) {
    queue_run(Queued::Kind::write, query, values, expected);
}

sql::Rows PostgresSession::read(const sql::Query& query, std::span<const sql::Value> values) {
    queue_run(Queued::Kind::read, query, values, {});
    // Made first: when something else in the pipeline fails, rows that came nevertheless end here.
    sql::Rows rows(*queued_.back().statement);
    wait();
    return rows;
}

void PostgresSession::wait() {
    require_open();
    if (queued_.empty()) return;
    sent(PQpipelineSync(connection_.get()));
    count_round_trip();
    std::exception_ptr failure;
    for (const Queued& queued : queued_) take_results(queued, failure);
    if (!take_sync()) lose();
    queued_.clear();
    if (failure) std::rethrow_exception(failure);
}

void PostgresSession::take_results(const Queued& queued, std::exception_ptr& failure) {
    bool is_first = true;
    while (Result result{PQgetResult(connection_.get())}) {
        if (PQstatus(connection_.get()) == CONNECTION_BAD) lose();
        if (is_first) take(queued, std::move(result), failure);
        is_first = false;
    }
    if (is_first) lose();
}

void PostgresSession::take(const Queued& queued, Result result, std::exception_ptr& failure) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        if (queued.kind == Queued::Kind::read) return queued.statement->take(std::move(result));
        if (queued.kind != Queued::Kind::write) return;
        changed_by_last_ = std::atoll(PQcmdTuples(result.get()));
        if (!queued.expected.otherwise || changed_by_last_ == queued.expected.rows) return;
        try {
            queued.expected.otherwise();
        } catch (...) {
            if (!failure) failure = std::current_exception();
        }
        return;
    }
    if (queued.kind == Queued::Kind::prepare) queued.statement->is_prepared = false;
    if (failure || status == PGRES_PIPELINE_ABORTED) return;
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    // A statement whose result has another shape than when it was prepared.
    if (state && std::string_view(state) == "0A000") lose();
    failure = std::make_exception_ptr(Fault(
        fault_kind_of(state ? state : ""), one_line(PQresultErrorMessage(result.get())) +
                                               (queued.statement ? " in " : "") +
                                               (queued.statement ? queued.statement->text() : "")));
}

bool PostgresSession::take_sync() {
    Result result{PQgetResult(connection_.get())};
    return result && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
}

void PostgresSession::lose() {
    std::string words = one_line(PQerrorMessage(connection_.get()));
    queued_.clear();
    connection_.reset();
    throw Fault(FaultKind::retry_later, "the store's server was lost: " + words);
}

}  // namespace jangteo::platform::postgres

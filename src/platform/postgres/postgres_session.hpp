#pragma once

// PostgresSession: one libpq connection in pipeline mode. Statements are prepared when they are
// first used, in the same pipeline, and stay prepared; numbers and bytes come back in binary.
// https://www.postgresql.org/docs/15/libpq-pipeline-mode.html

#include <libpq-fe.h>

#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "platform/postgres/postgres_statement.hpp"
#include "platform/remote/session.hpp"

namespace jangteo::platform::postgres {

struct Server {
    std::string url;
    std::string password;  // where the URL has none
};

class PostgresSession final : public remote::Session {
  public:
    PostgresSession(Server server, remote::Role role);

    void open() override;
    bool is_open() const override { return connection_ != nullptr; }
    void end_lost_session() override;
    void queue(Words words) override;
    void queue_script(std::string_view script) override;
    void queue_write(const sql::Query& query, std::span<const sql::Value> values,
                     sql::Expected expected) override;
    sql::Rows read(const sql::Query& query, std::span<const sql::Value> values) override;
    void wait() override;
    std::size_t queued() const override { return queued_.size(); }
    std::int64_t changed_by_last() const override { return changed_by_last_; }

  private:
    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    // What the next result in the pipeline belongs to.
    struct Queued {
        enum class Kind { words, prepare, write, read };
        Kind kind = Kind::words;
        PostgresStatement* statement = nullptr;
        sql::Expected expected{};
    };

    void queue_text(const std::string& text);
    PostgresStatement& prepared(const sql::Query& query);
    void queue_run(Queued::Kind kind, const sql::Query& query, std::span<const sql::Value> values,
                   sql::Expected expected);
    void require_open() const;
    void sent(int is_sent);
    // The first failure of the pipeline is the one that counts: the rest follow from it.
    void take_results(const Queued& queued, std::exception_ptr& failure);
    void take(const Queued& queued, Result result, std::exception_ptr& failure);
    bool take_sync();
    [[noreturn]] void lose();

    Server server_;
    remote::Role role_;
    std::unique_ptr<PGconn, Finish> connection_;
    std::vector<std::unique_ptr<PostgresStatement>> statements_;  // by ordinal
    std::deque<Queued> queued_;
    std::int64_t changed_by_last_ = 0;
    std::string name_;       // of this session at the server
    std::string lost_name_;  // of the one before it
};

}  // namespace jangteo::platform::postgres

#pragma once

// MysqlSession: one libmariadb connection. What is queued travels as one message of several
// statements; the server stops at the first that fails.

#include <mysql.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "platform/mysql/mysql_statement.hpp"
#include "platform/mysql/mysql_url.hpp"
#include "platform/remote/session.hpp"

namespace jangteo::platform::mysql {

class MysqlSession final : public remote::Session {
  public:
    MysqlSession(Url url, remote::Role role);

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
    struct Close {
        void operator()(MYSQL* connection) const { mysql_close(connection); }
    };
    struct Queued {
        std::string text;
        MysqlStatement* statement = nullptr;  // null: our own words
        bool reads = false;
        sql::Expected expected{};
    };

    void connect(const Address& address);
    void require_open() const;
    void queue_text(std::string text);
    void add(Queued queued);
    MysqlStatement& statement_of(const sql::Query& query);
    // Sends what is queued and takes results up to the first failure, which is left on the
    // connection; true when all went well.
    bool run();
    bool take_result(const Queued& queued);
    [[noreturn]] void fail(const Queued& queued);
    [[noreturn]] void lose(const std::string& words);

    Url url_;
    remote::Role role_;
    std::unique_ptr<MYSQL, Close> connection_;
    std::vector<std::unique_ptr<MysqlStatement>> statements_;  // by ordinal
    std::deque<Queued> queued_;
    std::size_t queued_bytes_ = 0;
    std::int64_t changed_by_last_ = 0;
    bool in_transaction_ = false;
    unsigned long thread_ = 0;  // of this session at the server
    unsigned long lost_thread_ = 0;
    std::string server_;  // which of several servers, by its own name for itself
    std::string lost_server_;
};

}  // namespace jangteo::platform::mysql

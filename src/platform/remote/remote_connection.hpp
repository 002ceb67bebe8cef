#pragma once

// RemoteConnection: what every store that is a server does alike. Writes are sent without waiting
// and checked before the commit. Each commit leaves a mark, a number in a row of this writer's own;
// when the server is lost while it commits, the mark tells whether it did
// (docs/decisions/0015).

#include <atomic>
#include <memory>

#include "kernel/id.hpp"
#include "platform/remote/session.hpp"

namespace jangteo::platform::remote {

class RemoteConnection final : public sql::Connection {
  public:
    // For so long commit() tries to learn what became of it; then the process ends, because neither
    // going on nor trying again would be right.
    static constexpr Duration commit_patience_default = seconds(60);

    RemoteConnection(std::unique_ptr<Session> session, Role role,
                     Duration commit_patience = commit_patience_default);

    void script(std::string_view text) override;
    void begin() override;
    void commit() override;
    void rollback() override;
    void lock_schema() override;
    void unlock_schema() override;

    // Any thread.
    std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
    double commit_seconds() const {
        return static_cast<double>(commit_ns_.load(std::memory_order_relaxed)) / 1e9;
    }
    std::uint64_t round_trips() const { return session_->round_trips(); }

  protected:
    sql::Changed do_execute(const sql::Query& query, std::span<const sql::Value> values) override;
    void do_execute_expecting(const sql::Query& query, std::span<const sql::Value> values,
                              sql::Expected expected) override;
    sql::Rows do_query(const sql::Query& query, std::span<const sql::Value> values) override;
    bool do_change_one(const sql::Query& query, std::span<const sql::Value> values) override;
    std::int64_t changed_by_last() override;

  private:
    void ensure_open();
    void ensure_mark();
    void queue_write(const sql::Query& query, std::span<const sql::Value> values,
                     sql::Expected expected);
    void queue_mark();
    void commit_transaction();
    bool has_committed();
    bool mark_is_stored();

    std::unique_ptr<Session> session_;
    Role role_;
    Duration commit_patience_;
    Uuid writer_{};            // whose mark
    std::int64_t number_ = 0;  // of the last transaction that was to be committed
    bool has_mark_ = false;
    bool schema_is_locked_ = false;
    bool in_transaction_ = false;
    bool wrote_ = false;
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> commit_ns_{0};
};

}  // namespace jangteo::platform::remote

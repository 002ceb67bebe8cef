#pragma once

// Session: one connection to a store's server, as little as each brand has to do by itself. What is
// queued goes out at the latest with the next wait() or read(), in order; the first failure among
// it is what they throw. After a failure in a transaction only Words::rollback helps.
//
// A session that was lost says so by is_open() and throws Fault{retry_later} until it is opened
// again. One thread at a time.

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/sql.hpp"

namespace jangteo::platform::remote {

enum class Role { writer, reader };

class Session {
  public:
    enum class Words { begin_write, begin_read, commit, rollback, lock_schema, unlock_schema };

    virtual ~Session() = default;

    // Also again, after it was lost. Fault{retry_later} when no server can be reached, with words
    // that name it.
    virtual void open() = 0;
    virtual bool is_open() const = 0;
    // Ends what the session that was lost may still be doing at the server.
    virtual void end_lost_session() = 0;

    virtual void queue(Words words) = 0;
    virtual void queue_script(std::string_view script) = 0;
    // Without `otherwise` any count is right.
    virtual void queue_write(const sql::Query& query, std::span<const sql::Value> values,
                             sql::Expected expected) = 0;
    virtual sql::Rows read(const sql::Query& query, std::span<const sql::Value> values) = 0;
    virtual void wait() = 0;
    // Statements that wait() has to look at.
    virtual std::size_t queued() const = 0;
    // Rows that the last write changed, once waited for.
    virtual std::int64_t changed_by_last() const = 0;

    std::uint64_t round_trips() const { return round_trips_.load(std::memory_order_relaxed); }

  protected:
    void count_round_trip() { round_trips_.fetch_add(1, std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> round_trips_{0};
};

}  // namespace jangteo::platform::remote

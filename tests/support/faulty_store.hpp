#pragma once

// FaultyStore: a store in front of another one that breaks when told: at the n-th step that writes
// (begin, execute, commit), once or from there on; or at every read too.

#include <limits>
#include <optional>

#include "runtime/sql.hpp"

namespace jangteo::test {

class FaultyStore : public sql::Store {
  public:
    explicit FaultyStore(sql::Store& behind);

    // From now on the n-th step (1 is the next one) throws Fault{retry_later}.
    void break_once(std::uint64_t n);
    void break_from(std::uint64_t n);
    // From the n-th step on, `count` steps throw.
    void break_for(std::uint64_t n, std::uint64_t count);
    void break_reads() { reads_broken_ = true; }
    void repair();
    // Steps since the last break_… or repair().
    std::uint64_t steps() const { return steps_; }

    sql::Connection& writer() override { return writer_; }
    sql::Connection& reader() override;
    void flush() override { behind_.flush(); }
    std::uint64_t commits() const override { return behind_.commits(); }
    double commit_seconds() const override { return behind_.commit_seconds(); }
    std::uint64_t round_trips() const override { return behind_.round_trips(); }

  private:
    class FaultyConnection : public sql::Connection {
      public:
        FaultyConnection(FaultyStore& store, sql::Connection& behind, bool only_writer)
            : sql::Connection(only_writer), store_(store), behind_(behind) {}

        void script(std::string_view text) override { behind_.script(text); }
        void begin() override;
        void commit() override;
        void rollback() override { behind_.rollback(); }

      protected:
        sql::Rows do_query(const sql::Query& query, std::span<const sql::Value> values) override;
        sql::Changed do_execute(const sql::Query& query,
                                std::span<const sql::Value> values) override;
        void do_execute_expecting(const sql::Query& query, std::span<const sql::Value> values,
                                  sql::Expected expected) override;

      private:
        FaultyStore& store_;
        sql::Connection& behind_;
    };

    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

    void step();

    sql::Store& behind_;
    FaultyConnection writer_;
    std::optional<FaultyConnection> reader_;  // of the one thread that reads
    std::uint64_t steps_ = 0;
    std::uint64_t break_at_ = never;
    std::uint64_t broken_steps_ = 1;
    bool reads_broken_ = false;
};

}  // namespace jangteo::test

#pragma once

// Timers: those that wait. Most are cancelled soon, and a row of its own for each would be written
// to pages and taken out again from them many commits later. So a new timer is kept in memory, and
// durable by one row a commit that tells what the commit changed; those that are still there some
// thousand changes later get their own rows (docs/decisions/0027).
//
// A timer that is set twice within that many changes is one timer. The lane's thread, but for
// stored().

#include <boost/unordered/unordered_flat_set.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/sql.hpp"
#include "runtime/timer.hpp"

namespace jangteo::runtime {

// Of a timer without a row; `name` is its place in TimerChanges::names.
struct TimerChange {
    bool is_set = false;  // or it has ended
    Timestamp due;
    std::int64_t name = 0;
    EventId subject;
    bool was_older = false;  // not stored
};
BOOST_DESCRIBE_STRUCT(TimerChange, (), (is_set, due, name, subject))

// What a commit changed, as its row tells it.
struct TimerChanges {
    std::vector<std::string> names;
    std::vector<TimerChange> changes;
};
BOOST_DESCRIBE_STRUCT(TimerChanges, (), (names, changes))

class Timers {
  public:
    // After so many changes the timers of the changes before them get rows.
    explicit Timers(std::size_t changes_max) : changes_max_(changes_max) {}

    // Reads what the last process left. Before all else.
    void recover(sql::Connection& db);

    // In a transaction.
    void set(const Timer& timer);
    // It has fired, or is not needed: false when it was not there. `expected`: it mostly is, and
    // the store may say later that it was not (sql::Connection::changes_one).
    bool end(sql::Connection& db, const Timer& timer, bool expected);
    // What has changed, in the transaction that changed it.
    void write(sql::Connection& db);
    void committed();
    void rolled_back();

    // Those that are due, soonest first; at most `limit` with rows of their own.
    std::vector<Timer> due(sql::Connection& db, Timestamp now, std::int64_t limit);
    // When the next is due; may be too early. INT64_MAX: there is none.
    Timestamp next_due(sql::Connection& db) const;

    // What the store says, soonest first. Any thread, on its own connection.
    static std::vector<Timer> stored(sql::Connection& db, std::int64_t limit = INT64_MAX);

  private:
    // A timer without a row; its name by number.
    struct Fresh {
        Timestamp due;
        EventId subject;
        std::int64_t name = 0;

        bool operator==(const Fresh&) const = default;
    };
    struct HashOfFresh {
        std::size_t operator()(const Fresh& timer) const {
            return std::hash<EventId>()(timer.subject) ^ static_cast<std::size_t>(timer.due.us);
        }
    };
    using Set = boost::unordered_flat_set<Fresh, HashOfFresh>;

    Fresh fresh_of(const Timer& timer);
    Timer timer_of(const Fresh& timer) const;
    std::int64_t number_of(const std::string& name);
    void give_rows(sql::Connection& db);

    std::size_t changes_max_;
    std::vector<std::string> names_;
    Set older_;
    Set newer_;
    Timestamp soonest_{INT64_MAX};      // no timer of the two is due before
    std::vector<TimerChange> changes_;  // of the transaction under way
    std::int64_t next_number_ = 1;      // of the row that tells changes
    std::int64_t older_up_to_ = 0;      // the rows that tell of the older ones end there
    std::size_t told_ = 0;              // changes since
    bool gave_rows_ = false;            // in the transaction under way
};

}  // namespace jangteo::runtime

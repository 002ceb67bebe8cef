#pragma once

// Timers: what is to be handled at a time, known by its name, its subject and when it is due. Most
// are cancelled soon, and a row of its own for each would be written and taken out again from pages
// of many commits. So a new timer is kept in memory, and durable by one row a commit that tells what
// the commit changed; those that are still there some thousand changes later get their own rows
// (docs/decisions/0027).
//
// A timer that is set twice within that many changes is one timer. The lane's thread, but for
// stored().

#include <boost/describe.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

struct Timer {
    Timestamp due;
    std::string name;
    EventId subject;  // 16 bytes of an id, whatever its kind

    auto operator<=>(const Timer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Timer, (), (due, name, subject))

class Timers {
  public:
    // After so many changes the timers of the changes before them get rows.
    explicit Timers(std::size_t changes_max = 8192) : changes_max_(changes_max) {}

    // Reads what the last process left. Before all else.
    void recover(sql::Connection& db);

    // In a transaction.
    void set(Timer timer);
    // It has fired, or is not needed: false when it was not there. `expected`: it mostly is, and the
    // store may say later that it was not (sql::Connection::changes_one).
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
    struct HashOfTimer {
        std::size_t operator()(const Timer& timer) const {
            return std::hash<EventId>()(timer.subject) ^ static_cast<std::size_t>(timer.due.us);
        }
    };
    using Set = boost::unordered_flat_set<Timer, HashOfTimer>;

    enum class Happened { set, ended_newer, ended_older };
    struct Change {
        Happened happened;
        Timer timer;
    };

    void give_rows(sql::Connection& db);

    std::size_t changes_max_;
    Set older_;  // without rows, as the newer ones
    Set newer_;
    Timestamp soonest_{INT64_MAX};  // no timer of the two is due before
    std::vector<Change> changes_;   // of the transaction under way
    std::int64_t next_number_ = 1;  // of the row that tells changes
    std::int64_t older_up_to_ = 0;  // the rows that tell of the older ones end there
    std::size_t told_ = 0;          // changes since
    bool gave_rows_ = false;        // in the transaction under way
};

}  // namespace jangteo::runtime

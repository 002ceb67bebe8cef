#pragma once

// Inbox: events from the broker to the consumer groups of this process. How far a group has come in
// what one lane of one outbox sent to one partition is stored in the commit of the effect, so an
// event that arrives twice has one effect; the broker is told after that commit. Lane's thread.

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/broker.hpp"
#include "runtime/metrics.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

class Inbox {
  public:
    struct Place {
        LogPosition durable;
        LogPosition pending;  // moved by the batch that runs
        bool has_row = false;
    };
    // Group, topic, partition, outbox, its lane.
    using Key = std::tuple<std::string, std::string, std::int64_t, std::string, std::int64_t>;
    using Cursors = std::map<Key, Place, std::less<>>;
    using Cursor = Cursors::value_type;

    explicit Inbox(Metrics& metrics);

    // In a transaction; `arrival` has an event.
    Cursor& cursor_of(sql::Connection& db, std::string_view consumer, const Arrival& arrival);
    void advance(Cursor& cursor, LogPosition position);

    // Before the commit of what advanced: each cursor once.
    void write(sql::Connection& db);
    void committed();
    // Another process may have moved them: they are read again.
    void rolled_back();

    Counter& consumed() { return consumed_; }
    Counter& duplicates() { return duplicates_; }

  private:
    Cursors cursors_;
    std::vector<Cursor*> moved_;
    Counter& consumed_;
    Counter& duplicates_;
};

}  // namespace jangteo::runtime

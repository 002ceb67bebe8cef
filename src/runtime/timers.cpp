#include "runtime/timers.hpp"

#include <algorithm>
#include <set>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"

namespace jangteo::runtime {
namespace {

const sql::Insert add_row{"runtime_timer", {"due", "name", "subject"}, "ON CONFLICT DO NOTHING"};
const sql::Query delete_row{"DELETE FROM runtime_timer WHERE due = ? AND name = ? AND subject = ?"};
const sql::Query select_due{
    "SELECT due, name, subject FROM runtime_timer WHERE due <= ? ORDER BY due, name, subject LIMIT "
    "?"};
const sql::Query select_next{"SELECT min(due) FROM runtime_timer"};
const sql::Query add_changes{"INSERT INTO runtime_fresh_timers (number, changes) VALUES (?, ?)"};
const sql::Query delete_changes{"DELETE FROM runtime_fresh_timers WHERE number <= ?"};
const sql::Query select_changes{"SELECT number, changes FROM runtime_fresh_timers ORDER BY number"};

// As a row tells it.
struct TimerChange {
    bool is_set = false;
    Timer timer;
};
BOOST_DESCRIBE_STRUCT(TimerChange, (), (is_set, timer))
struct TimerChanges {
    std::vector<TimerChange> changes;
};
BOOST_DESCRIBE_STRUCT(TimerChanges, (), (changes))

Timer timer_of(const sql::Rows& row) {
    return {row.time(0), std::string(row.text(1)), row.id<EventId>(2)};
}

struct Told {
    std::int64_t last_number = 0;
    std::size_t changes = 0;
};

// Applies all that is told to the timers that have no row.
template <class Set>
Told read_changes(sql::Connection& db, Set& timers) {
    Told all;
    auto rows = db.query(select_changes);
    while (rows.next()) {
        all.last_number = rows.integer(0);
        auto told = codec::decode_avro<TimerChanges>(rows.bytes(1));
        check(told.has_value(), "changes of timers decode");
        all.changes += told->changes.size();
        for (TimerChange& change : told->changes) {
            if (change.is_set) {
                timers.insert(std::move(change.timer));
            } else {
                timers.erase(change.timer);
            }
        }
    }
    return all;
}

}  // namespace

void Timers::recover(sql::Connection& db) {
    *this = Timers(changes_max_);
    const Told told = read_changes(db, older_);
    older_up_to_ = told.last_number;
    next_number_ = told.last_number + 1;
    told_ = told.changes;
    for (const Timer& timer : older_) soonest_ = std::min(soonest_, timer.due);
}

void Timers::set(Timer timer) {
    if (older_.contains(timer) || !newer_.insert(timer).second) return;
    soonest_ = std::min(soonest_, timer.due);
    changes_.push_back({Happened::set, std::move(timer)});
}

bool Timers::end(sql::Connection& db, const Timer& timer, bool expected) {
    if (newer_.erase(timer) == 1) {
        changes_.push_back({Happened::ended_newer, timer});
        return true;
    }
    if (older_.erase(timer) == 1) {
        changes_.push_back({Happened::ended_older, timer});
        return true;
    }
    const auto values = {sql::Value(timer.due), sql::Value(timer.name), sql::Value(timer.subject)};
    return expected ? db.changes_one(delete_row, values) : db.execute(delete_row, values) == 1;
}

void Timers::write(sql::Connection& db) {
    if (changes_.empty()) return;
    TimerChanges told;
    told.changes.reserve(changes_.size());
    for (const Change& change : changes_) {
        told.changes.push_back({change.happened == Happened::set, change.timer});
    }
    const std::string bytes = codec::encode_avro(told);
    db.execute(add_changes, {next_number_, sql::Bytes{bytes}});
    if (told_ + changes_.size() >= changes_max_) give_rows(db);
}

// To the older ones, in the order of the table.
void Timers::give_rows(sql::Connection& db) {
    std::vector<const Timer*> timers;
    timers.reserve(older_.size());
    for (const Timer& timer : older_) timers.push_back(&timer);
    std::sort(timers.begin(), timers.end(),
              [](const Timer* a, const Timer* b) { return *a < *b; });
    for (const Timer* timer : timers) {
        db.insert(add_row, {timer->due, timer->name, timer->subject});
    }
    db.execute(delete_changes, {older_up_to_});
    gave_rows_ = true;
}

void Timers::committed() {
    if (changes_.empty()) return;
    told_ += changes_.size();
    changes_.clear();
    if (gave_rows_) {
        older_ = std::exchange(newer_, {});
        older_up_to_ = next_number_;
        told_ = 0;
        gave_rows_ = false;
    }
    ++next_number_;
}

void Timers::rolled_back() {
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
        switch (change->happened) {
            case Happened::set: newer_.erase(change->timer); break;
            case Happened::ended_newer: newer_.insert(std::move(change->timer)); break;
            case Happened::ended_older: older_.insert(std::move(change->timer)); break;
        }
    }
    changes_.clear();
    gave_rows_ = false;
}

std::vector<Timer> Timers::due(sql::Connection& db, Timestamp now, std::int64_t limit) {
    std::vector<Timer> due;
    {
        auto rows = db.query(select_due, {now, limit});
        while (rows.next()) due.push_back(timer_of(rows));
    }
    if (soonest_ > now) return due;
    soonest_ = {INT64_MAX};
    for (const Set* timers : {&older_, &newer_}) {
        for (const Timer& timer : *timers) {
            soonest_ = std::min(soonest_, timer.due);
            if (timer.due <= now) due.push_back(timer);
        }
    }
    std::sort(due.begin(), due.end());
    return due;
}

Timestamp Timers::next_due(sql::Connection& db) const {
    auto row = db.query(select_next);
    const bool is_there = row.next() && !row.is_null(0);
    return is_there ? std::min(soonest_, row.time(0)) : soonest_;
}

std::vector<Timer> Timers::stored(sql::Connection& db, std::int64_t limit) {
    // A timer that gets its row meanwhile is in both, and counts once.
    std::set<Timer> timers;
    read_changes(db, timers);
    auto rows = db.query(select_due, {Timestamp{INT64_MAX}, limit});
    while (rows.next()) timers.insert(timer_of(rows));
    std::vector<Timer> all(timers.begin(), timers.end());
    if (static_cast<std::int64_t>(all.size()) > limit) all.resize(static_cast<std::size_t>(limit));
    return all;
}

}  // namespace jangteo::runtime

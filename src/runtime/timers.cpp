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

Timer stored_timer(const sql::Rows& row) {
    return {row.time(0), std::string(row.text(1)), row.id<EventId>(2)};
}

// Calls `change` with each change that is told, in their order, and its timer's name.
template <class Change>
std::int64_t read_changes(sql::Connection& db, Change change) {
    std::int64_t last_number = 0;
    auto rows = db.query(select_changes);
    while (rows.next()) {
        last_number = rows.integer(0);
        const auto told = codec::decode_avro<TimerChanges>(rows.bytes(1));
        check(told.has_value(), "changes of timers decode");
        for (const TimerChange& one : told->changes) {
            change(one, told->names.at(static_cast<std::size_t>(one.name)));
        }
    }
    return last_number;
}

}  // namespace

void Timers::recover(sql::Connection& db) {
    *this = Timers(changes_max_);
    older_up_to_ = read_changes(db, [this](const TimerChange& change, const std::string& name) {
        const Fresh timer{change.due, change.subject, number_of(name)};
        if (change.is_set) {
            older_.insert(timer);
        } else {
            older_.erase(timer);
        }
        ++told_;
    });
    next_number_ = older_up_to_ + 1;
    for (const Fresh& timer : older_) soonest_ = std::min(soonest_, timer.due);
}

std::int64_t Timers::number_of(const std::string& name) {
    const auto known = std::find(names_.begin(), names_.end(), name);
    const auto number = known - names_.begin();
    if (known == names_.end()) names_.push_back(name);
    return number;
}

Timers::Fresh Timers::fresh_of(const Timer& timer) {
    return {timer.due, timer.subject, number_of(timer.name)};
}

Timer Timers::timer_of(const Fresh& timer) const {
    return {timer.due, names_[static_cast<std::size_t>(timer.name)], timer.subject};
}

void Timers::set(const Timer& timer) {
    const Fresh fresh = fresh_of(timer);
    if (older_.contains(fresh) || !newer_.insert(fresh).second) return;
    soonest_ = std::min(soonest_, timer.due);
    changes_.push_back({true, fresh.due, fresh.name, fresh.subject, false});
}

bool Timers::end(sql::Connection& db, const Timer& timer, bool expected) {
    const Fresh fresh = fresh_of(timer);
    const bool was_newer = newer_.erase(fresh) == 1;
    if (was_newer || older_.erase(fresh) == 1) {
        changes_.push_back({false, fresh.due, fresh.name, fresh.subject, !was_newer});
        return true;
    }
    const auto values = {sql::Value(timer.due), sql::Value(timer.name), sql::Value(timer.subject)};
    return expected ? db.changes_one(delete_row, values) : db.execute(delete_row, values) == 1;
}

void Timers::write(sql::Connection& db) {
    if (changes_.empty()) return;
    TimerChanges told{names_, std::move(changes_)};
    const std::string bytes = codec::encode_avro(told);
    changes_ = std::move(told.changes);
    db.execute(add_changes, {next_number_, sql::Bytes{bytes}});
    if (told_ + changes_.size() >= changes_max_) give_rows(db);
}

// To the older ones, in the order of the table.
void Timers::give_rows(sql::Connection& db) {
    std::vector<Fresh> timers(older_.begin(), older_.end());
    std::sort(timers.begin(), timers.end(), [this](const Fresh& a, const Fresh& b) {
        return a.due != b.due ? a.due < b.due : timer_of(a) < timer_of(b);
    });
    for (const Fresh& timer : timers) {
        db.insert(add_row,
                  {timer.due, names_[static_cast<std::size_t>(timer.name)], timer.subject});
    }
    db.execute(delete_changes, {older_up_to_});
    gave_rows_ = true;
}

void Timers::committed() {
    if (changes_.empty()) return;
    told_ += changes_.size();
    changes_.clear();
    if (gave_rows_) {
        older_.clear();
        std::swap(older_, newer_);
        older_up_to_ = next_number_;
        told_ = 0;
        gave_rows_ = false;
    }
    ++next_number_;
}

void Timers::rolled_back() {
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
        const Fresh timer{change->due, change->subject, change->name};
        if (change->is_set) {
            newer_.erase(timer);
        } else {
            (change->was_older ? older_ : newer_).insert(timer);
        }
    }
    changes_.clear();
    gave_rows_ = false;
}

std::vector<Timer> Timers::due(sql::Connection& db, Timestamp now, std::int64_t limit) {
    std::vector<Timer> due;
    {
        auto rows = db.query(select_due, {now, limit});
        while (rows.next()) due.push_back(stored_timer(rows));
    }
    if (soonest_ > now) return due;
    soonest_ = {INT64_MAX};
    for (const Set* timers : {&older_, &newer_}) {
        for (const Fresh& timer : *timers) {
            soonest_ = std::min(soonest_, timer.due);
            if (timer.due <= now) due.push_back(timer_of(timer));
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
    read_changes(db, [&timers](const TimerChange& change, const std::string& name) {
        Timer timer{change.due, name, change.subject};
        if (change.is_set) {
            timers.insert(std::move(timer));
        } else {
            timers.erase(timer);
        }
    });
    auto rows = db.query(select_due, {Timestamp{INT64_MAX}, limit});
    while (rows.next()) timers.insert(stored_timer(rows));
    std::vector<Timer> all(timers.begin(), timers.end());
    if (static_cast<std::int64_t>(all.size()) > limit) all.resize(static_cast<std::size_t>(limit));
    return all;
}

}  // namespace jangteo::runtime

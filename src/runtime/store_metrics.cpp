#include "runtime/store_metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/codec/shape.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/timers.hpp"

namespace jangteo::runtime {
namespace {

// Undelivered records have an index of their own: the first is found at once.
const sql::Query select_oldest{
    "SELECT recorded_at FROM runtime_outbox WHERE delivered = 0 ORDER BY position LIMIT 1"};
const sql::Query count_undelivered{
    "SELECT count(*) FROM (SELECT 1 FROM runtime_outbox WHERE delivered = 0 LIMIT ?) AS few"};
const sql::Query count_letters{"SELECT count(*) FROM runtime_dead_letter WHERE state = ?"};

constexpr std::int64_t counted_max = 100'000;  // a count must not cost more than the trouble

std::int64_t number(sql::Connection& db, const sql::Query& query,
                    std::initializer_list<sql::Value> values) {
    auto rows = db.query(query, values);
    return rows.next() ? rows.integer(0) : 0;
}

// Seconds from the time in the only row until now; 0 without one, or when it is still to come.
double age(sql::Connection& db, const sql::Query& query, Timestamp now) {
    auto rows = db.query(query);
    if (!rows.next() || rows.is_null(0)) return 0;
    return std::max(0.0, (now - rows.time(0)).seconds());
}

}  // namespace

void install_store_metrics(Metrics& metrics, sql::Store& store, const Clock& clock) {
    auto& commits = metrics.gauge("jangteo_store_commits_total", "Durable commits since the start");
    auto& trips = metrics.gauge("jangteo_store_round_trips_total",
                                "Times that the lane waited for the store's server");
    auto& oldest = metrics.gauge("jangteo_outbox_oldest_seconds",
                                 "Age of the oldest record that a consumer has yet to pass");
    auto& undelivered = metrics.gauge("jangteo_outbox_undelivered_records",
                                      "Records that a consumer has yet to pass");
    auto& late = metrics.gauge("jangteo_timer_late_seconds", "How late the oldest due timer is");
    metrics.before_text([&metrics, &store, &clock, &commits, &trips, &oldest, &undelivered, &late] {
        sql::Connection& db = store.reader();
        Timestamp now = clock.now();
        commits.set(static_cast<double>(store.commits()));
        trips.set(static_cast<double>(store.round_trips()));
        oldest.set(age(db, select_oldest, now));
        undelivered.set(static_cast<double>(number(db, count_undelivered, {counted_max})));
        const auto soonest = Timers::stored(db, 1);
        late.set(soonest.empty() ? 0 : std::max(0.0, (now - soonest.front().due).seconds()));
        for (auto state : {LetterState::retrying, LetterState::parked, LetterState::behind}) {
            auto text = codec::text_of_enum(state);
            metrics
                .gauge("jangteo_dead_letters", "Dead letters that are open, by state",
                       fmt::format("state=\"{}\"", text))
                .set(static_cast<double>(number(db, count_letters, {text})));
        }
    });
}

}  // namespace jangteo::runtime

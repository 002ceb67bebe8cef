// The runtime's own tables under audit.

#include "runtime/audit_runtime.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "contracts/codec/avro.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/outbox.hpp"
#include "runtime/timers.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_records{"SELECT position, body FROM runtime_outbox ORDER BY position"};
const sql::Query select_end{"SELECT coalesce(max(position), 0) FROM runtime_outbox"};
const sql::Query select_cursors{"SELECT consumer, topic, partition, record FROM runtime_consumer"};
const sql::Query select_letters{
    "SELECT id, attempts, cause, length(body), source, state, correlation, kind, aggregate "
    "FROM runtime_dead_letter"};
const sql::Query select_undelivered{
    "SELECT DISTINCT correlation FROM runtime_outbox WHERE delivered = 0"};
const sql::Query select_recent{
    "SELECT DISTINCT correlation FROM runtime_outbox WHERE recorded_at > ?"};

// Versions by aggregate and type of event: an order, its payment and its reservation share an id.
struct LogSoFar {
    std::unordered_map<EventId, std::map<std::string, std::int64_t>> versions;
    std::unordered_set<EventId> events;
};

void audit_events(const OutboxRecord& record, const std::string& name, LogSoFar& so_far,
                  Audit& audit) {
    for (const Event& event : record.events) {
        audit.expect("E4", "no event stands in the log twice",
                     so_far.events.insert(event.id).second, name, "an event is repeated");
        std::int64_t& last = so_far.versions[event.aggregate][event.type];
        std::string words;
        if (event.version < last) {
            words = event.type + " has version " + std::to_string(event.version) + " after " +
                    std::to_string(last);
        }
        audit.expect("E3", "the log has each aggregate's versions in their order", words.empty(),
                     name, words);
        last = std::max(last, event.version);
    }
}

void audit_log(sql::Connection& db, Audit& audit) {
    std::int64_t before = 0;
    LogSoFar so_far;
    auto rows = db.query(select_records);
    while (rows.next()) {
        std::int64_t position = rows.integer(0);
        std::string name = "record " + std::to_string(position);
        audit.expect("E1", "log positions have no gap", before == 0 || position == before + 1, name,
                     "the record before it is missing");
        auto record = codec::decode_avro<OutboxRecord>(rows.bytes(1));
        audit.expect("E7", "every record of the log decodes", record.has_value(), name,
                     "its bytes are not a record");
        if (record) audit_events(*record, name, so_far, audit);
        before = position;
    }
}

void audit_letters(sql::Connection& db, Audit& audit) {
    auto letters = db.query(select_letters);
    while (letters.next()) {
        bool is_timer = letters.text(4) == "timer";
        audit.expect("E5", "dead letters hold their bytes and cause",
                     !letters.text(2).empty() && (letters.integer(3) > 0 || is_timer),
                     letters.id<DeadLetterId>(0).text(), "bytes or cause are missing");
        audit.on_the_way.insert(letters.id<OrderId>(6));
        if (is_timer) audit.add_timer_letter(letters.text(7), letters.uuid(8));
    }
}

void take_timers(sql::Connection& db, Audit& audit) {
    for (const Timer& timer : Timers::stored(db)) {
        audit.add_timer(timer.name, timer.subject.uuid(), timer.due);
    }
}

}  // namespace

void audit_runtime(sql::Connection& db, Audit& audit) {
    std::int64_t end = 0;
    {
        auto rows = db.query(select_end);
        rows.next();
        end = rows.integer(0);
    }
    {
        auto rows = db.query(select_cursors);
        while (rows.next()) {
            audit.expect("E2", "no consumer is ahead of the log", rows.integer(3) <= end,
                         std::string(rows.text(0)) + "/" + std::string(rows.text(1)),
                         "its position lies behind the end of the log: records were lost");
        }
    }
    audit_log(db, audit);
    audit_letters(db, audit);
    take_timers(db, audit);
    auto undelivered = db.query(select_undelivered);
    while (undelivered.next()) audit.on_the_way.insert(undelivered.id<OrderId>(0));
}

void leave_out_since(sql::Connection& db, Timestamp since, Audit& audit) {
    auto rows = db.query(select_recent, {since});
    while (rows.next()) audit.on_the_way.insert(rows.id<OrderId>(0));
}

}  // namespace jangteo::runtime

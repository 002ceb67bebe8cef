#include "runtime/inbox.hpp"

#include "kernel/fault.hpp"
#include "runtime/outbox.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_cursor{
    "SELECT record, event FROM runtime_inbox "
    "WHERE consumer = ? AND topic = ? AND partition = ? AND source = ? AND lane = ?"};
const sql::Query insert_cursor{
    "INSERT INTO runtime_inbox (record, event, consumer, topic, partition, source, lane) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
// Guarded: after a rebalance two processes may hold the same event for a moment.
const sql::Query update_cursor{
    "UPDATE runtime_inbox SET record = ?, event = ? "
    "WHERE consumer = ? AND topic = ? AND partition = ? AND source = ? AND lane = ? "
    "AND record = ? AND event = ?"};

[[noreturn]] void throw_moved_meanwhile() {
    throw Fault(FaultKind::retry_now, "another process has handled these events meanwhile");
}

}  // namespace

Inbox::Inbox(Metrics& metrics)
    : consumed_(metrics.counter("jangteo_inbox_consumed_total",
                                "Events from the broker, counted for each group")),
      duplicates_(metrics.counter("jangteo_duplicate_deliveries_total",
                                  "Events delivered again and ignored")) {}

Inbox::Cursor& Inbox::cursor_of(sql::Connection& db, std::string_view consumer,
                                const Arrival& arrival) {
    const BrokerEvent& sent = *arrival.event;
    const std::int64_t lane = lane_of(sent.position.record);
    const std::int64_t partition = arrival.partition.number;
    auto known = cursors_.find(std::tuple(consumer, std::string_view(arrival.partition.topic),
                                          partition, std::string_view(sent.source), lane));
    if (known != cursors_.end()) return *known;
    Place place;
    {
        auto rows = db.query(select_cursor, {consumer, arrival.partition.topic, partition,
                                             sql::Bytes{sent.source}, lane});
        place.has_row = rows.next();
        if (place.has_row) place.durable = place.pending = {rows.integer(0), rows.integer(1)};
    }
    Key key{consumer, arrival.partition.topic, partition, sent.source, lane};
    return *cursors_.emplace(std::move(key), place).first;
}

void Inbox::advance(Cursor& cursor, LogPosition position) {
    Place& place = cursor.second;
    if (place.pending == place.durable) moved_.push_back(&cursor);
    place.pending = position;
}

void Inbox::write(sql::Connection& db) {
    for (const Cursor* cursor : moved_) {
        const auto& [consumer, topic, partition, source, lane] = cursor->first;
        const auto& [from, to, has_row] = cursor->second;
        if (has_row) {
            db.execute_expecting(update_cursor,
                                 {to.record, to.index, consumer, topic, partition,
                                  sql::Bytes{source}, lane, from.record, from.index},
                                 {1, throw_moved_meanwhile});
        } else {
            db.execute(insert_cursor,
                       {to.record, to.index, consumer, topic, partition, sql::Bytes{source}, lane});
        }
    }
}

void Inbox::committed() {
    for (Cursor* cursor : moved_) {
        cursor->second.durable = cursor->second.pending;
        cursor->second.has_row = true;
    }
    moved_.clear();
}

void Inbox::rolled_back() {
    for (const Cursor* cursor : moved_) {
        const Key key = cursor->first;
        cursors_.erase(key);
    }
    moved_.clear();
}

}  // namespace jangteo::runtime

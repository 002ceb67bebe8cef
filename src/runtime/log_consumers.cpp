#include "runtime/log_consumers.hpp"

#include "kernel/mutant.hpp"
#include "runtime/lane_messages.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_cursors{
    "SELECT consumer, topic, partition, record, event FROM runtime_consumer"};
const sql::Query upsert_cursor{
    "INSERT INTO runtime_consumer (consumer, topic, partition, record, event) VALUES (?, ?, ?, ?, "
    "?) "
    "ON CONFLICT (consumer, topic, partition) DO UPDATE SET record = excluded.record, event = "
    "excluded.event"};

}  // namespace

LogConsumers::LogConsumers(const Registry& registry, Metrics& metrics)
    : registry_(registry),
      duplicates_(metrics.counter("jangteo_duplicate_deliveries_total",
                                  "Events delivered again and ignored")) {}

void LogConsumers::recover(sql::Connection& db) {
    cursors_.clear();
    tail_.clear();
    moved_.clear();
    {
        auto rows = db.query(select_cursors);
        while (rows.next()) {
            Cursor& cursor =
                cursor_of(rows.text(0), rows.text(1), static_cast<int>(rows.integer(2)));
            cursor.durable = cursor.pending = {rows.integer(3), rows.integer(4)};
        }
    }
    last_loaded_ = 0;
    if (mutated(Mutant::relay_by_last_id)) {
        for (const auto& [key, cursor] : cursors_) {
            last_loaded_ = std::max(last_loaded_, cursor.durable.record);
        }
    }
    load(db);
}

void LogConsumers::load(sql::Connection& db) {
    auto records = Outbox::read(db, last_loaded_ + 1, tail_max, true);
    more_in_store_ = records.size() == tail_max;
    for (auto& record : records) {
        last_loaded_ = record.position;
        tail_.push_back(std::move(record));
    }
}

void LogConsumers::appended(std::int64_t position, const EventId& correlation,
                            const OutboxRecord& record) {
    if (more_in_store_ || tail_.size() >= tail_max) {
        more_in_store_ = true;
        return;
    }
    last_loaded_ = position;
    tail_.push_back({position, correlation, false, record});
}

bool LogConsumers::wanted(const OutboxRecord& record) const {
    for (const Event& event : record.events) {
        if (!registry_.subscribers(event.type).empty()) return true;
    }
    return false;
}

Cursor& LogConsumers::cursor_of(std::string_view consumer, std::string_view topic, int partition) {
    auto known = cursors_.find(std::tuple(consumer, topic, partition));
    if (known != cursors_.end()) return known->second;
    auto key = std::tuple(std::string(consumer), std::string(topic), partition);
    auto it = cursors_.try_emplace(std::move(key)).first;
    it->second = {std::string(consumer), std::string(topic), partition, {}, {}};
    return it->second;
}

bool LogConsumers::passed(const StoredRecord& record) {
    for (std::size_t i = 0; i < record.record.events.size(); ++i) {
        const Event& event = record.record.events[i];
        for (const Subscription& to : registry_.subscribers(event.type)) {
            const Cursor& cursor = cursor_of(to.consumer, to.topic, partition_of(event.aggregate));
            if (LogPosition{record.position, static_cast<std::int64_t>(i)} > cursor.durable)
                return false;
        }
    }
    return true;
}

void LogConsumers::gather(std::vector<std::unique_ptr<Message>>& batch, std::size_t limit,
                          Lane& lane, sql::Connection& db) {
    std::vector<std::int64_t> done;
    while (!tail_.empty() && passed(tail_.front())) {
        done.push_back(tail_.front().position);
        tail_.pop_front();
    }
    if (!done.empty()) batch.push_back(std::make_unique<DeliveredMessage>(std::move(done)));
    if (tail_.empty() && more_in_store_) load(db);
    if (faults_) {
        for (auto& [key, cursor] : cursors_) cursor.held = false;
    }
    for (const StoredRecord& record : tail_) {
        if (batch.size() >= limit) break;
        gather_record(record, batch, lane);
    }
}

void LogConsumers::gather_record(const StoredRecord& record,
                                 std::vector<std::unique_ptr<Message>>& batch, Lane& lane) {
    for (std::size_t i = 0; i < record.record.events.size(); ++i) {
        const Event& event = record.record.events[i];
        for (const Subscription& to : registry_.subscribers(event.type)) {
            int partition = partition_of(event.aggregate);
            Cursor& cursor = cursor_of(to.consumer, to.topic, partition);
            LogPosition position{record.position, static_cast<std::int64_t>(i)};
            bool again = position <= cursor.durable;
            if (again && !(faults_ && faults_->repeat(to.consumer, event))) continue;
            if (!again && faults_ && faults_->hold(to.consumer, to.topic, partition)) {
                // What is held keeps its order: the rest of its partition waits behind it.
                cursor.held = true;
            }
            if (cursor.held && !again) continue;
            batch.push_back(std::make_unique<DeliveryMessage>(
                lane, to, cursor,
                LoggedEvent{event, position, record.correlation, record.record.trace}));
        }
    }
}

void LogConsumers::advance(sql::Connection& db, Cursor& cursor, LogPosition position) {
    db.execute(upsert_cursor,
               {cursor.consumer, cursor.topic, cursor.partition, position.record, position.index});
    cursor.pending = position;
    moved_.push_back(&cursor);
}

void LogConsumers::committed() {
    for (Cursor* cursor : moved_) cursor->durable = cursor->pending;
    moved_.clear();
}

void LogConsumers::rolled_back() {
    for (Cursor* cursor : moved_) cursor->pending = cursor->durable;
    moved_.clear();
}

}  // namespace jangteo::runtime

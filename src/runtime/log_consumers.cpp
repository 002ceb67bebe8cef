#include "runtime/log_consumers.hpp"

#include <algorithm>

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
    held_.clear();
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
        wait(std::move(record));
    }
}

void LogConsumers::wait(StoredRecord stored) {
    Waiting waiting{std::move(stored), {}};
    const std::vector<Event>& events = waiting.stored.record.events;
    for (std::size_t i = 0; i < events.size(); ++i) {
        int partition = partition_of(events[i].aggregate);
        for (const Subscription& to : registry_.subscribers(events[i].type)) {
            waiting.deliveries.push_back({&to,
                                          &cursor_of(to.consumer, to.topic, partition),
                                          i,
                                          {waiting.stored.position, static_cast<std::int64_t>(i)}});
        }
    }
    tail_.push_back(std::move(waiting));
}

void LogConsumers::appended(std::int64_t position, const EventId& correlation,
                            const OutboxRecord& record) {
    if (more_in_store_ || tail_.size() >= tail_max) {
        more_in_store_ = true;
        return;
    }
    last_loaded_ = position;
    wait({position, correlation, false, record});
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

void LogConsumers::gather(std::vector<std::unique_ptr<Message>>& batch, std::size_t limit,
                          Lane& lane, sql::Connection& db) {
    std::vector<std::int64_t> done;
    auto is_passed = [](const Delivery& it) { return it.position <= it.cursor->durable; };
    while (!tail_.empty() && std::ranges::all_of(tail_.front().deliveries, is_passed)) {
        done.push_back(tail_.front().stored.position);
        tail_.pop_front();
    }
    if (!done.empty()) batch.push_back(std::make_unique<DeliveredMessage>(std::move(done)));
    if (tail_.empty() && more_in_store_) load(db);
    for (Cursor* cursor : held_) cursor->held = false;
    held_.clear();
    for (const Waiting& waiting : tail_) {
        if (batch.size() >= limit) break;
        gather_record(waiting, batch, lane);
    }
}

void LogConsumers::gather_record(const Waiting& waiting,
                                 std::vector<std::unique_ptr<Message>>& batch, Lane& lane) {
    const OutboxRecord& record = waiting.stored.record;
    for (const auto& [to, cursor, index, position] : waiting.deliveries) {
        const Event& event = record.events[index];
        bool again = position <= cursor->durable;
        if (again && !(faults_ && faults_->repeat(to->consumer, event))) continue;
        // What is held keeps its order: the rest of its partition waits behind it.
        if (!again && faults_ && !cursor->held &&
            faults_->hold(to->consumer, to->topic, cursor->partition)) {
            cursor->held = true;
            held_.push_back(cursor);
        }
        if (cursor->held && !again) continue;
        batch.push_back(std::make_unique<DeliveryMessage>(
            lane, *to, *cursor,
            LoggedEvent{event, position, waiting.stored.correlation, record.trace}));
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

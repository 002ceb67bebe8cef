#include "runtime/outbox.hpp"

#include <algorithm>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"

namespace jangteo::runtime {
namespace {

const sql::Insert add_record{"runtime_outbox",
                             {"position", "correlation", "delivered", "recorded_at", "body"}};
const sql::Query select_last{
    "SELECT position, recorded_at FROM runtime_outbox ORDER BY position DESC LIMIT 1"};
const sql::Query set_delivered{"UPDATE runtime_outbox SET delivered = 1 WHERE position = ?"};
const sql::Query select_from{
    "SELECT position, correlation, delivered, body FROM runtime_outbox WHERE position >= ? "
    "ORDER BY position LIMIT ?"};
const sql::Query select_undelivered{
    "SELECT position, correlation, delivered, body FROM runtime_outbox "
    "WHERE delivered = 0 AND position >= ? ORDER BY position LIMIT ?"};
const sql::Query select_correlation{
    "SELECT position, correlation, delivered, body FROM ("
    "SELECT position AS place FROM runtime_record_of_process WHERE correlation = ? "
    "UNION ALL SELECT position AS place FROM runtime_outbox "
    "WHERE position > (SELECT up_to FROM runtime_process_indexed) AND correlation = ?) AS found "
    "JOIN runtime_outbox ON position = found.place ORDER BY position"};
const sql::Query select_not_indexed{
    "SELECT correlation, position FROM runtime_outbox "
    "WHERE position > (SELECT up_to FROM runtime_process_indexed)"};
const sql::Insert add_of_process{"runtime_record_of_process", {"correlation", "position"}};
const sql::Query update_indexed{"UPDATE runtime_process_indexed SET up_to = ?"};

// Newer records than this, and a batch more, are looked at one by one.
constexpr std::int64_t index_every = 2048;

StoredRecord record_of(const sql::Rows& row) {
    auto record = codec::decode_avro<OutboxRecord>(row.bytes(3));
    check(record.has_value(), "an outbox record decodes");
    return {row.integer(0), row.id<EventId>(1), row.integer(2) != 0, std::move(*record)};
}

std::vector<StoredRecord> records_of(sql::Rows rows) {
    std::vector<StoredRecord> records;
    while (rows.next()) records.push_back(record_of(rows));
    return records;
}

}  // namespace

int partition_of(const EventId& aggregate) { return aggregate.uuid()[15] % partitions_per_topic; }

Timestamp Outbox::recover(sql::Connection& db) {
    Timestamp last{};
    next_ = 1;
    {
        auto rows = db.query(select_last);
        if (rows.next()) {
            next_ = rows.integer(0) + 1;
            last = {rows.integer(1)};
        }
    }
    durable_ = next_;
    not_indexed_.clear();
    indexed_ = 0;
    auto rows = db.query(select_not_indexed);
    while (rows.next()) not_indexed_.emplace_back(rows.uuid(0), rows.integer(1));
    return last;
}

std::int64_t Outbox::append(sql::Connection& db, const EventId& correlation, bool delivered,
                            const OutboxRecord& record) {
    buffer_.clear();
    codec::encode_avro(&record, codec::shape_of<OutboxRecord>(), buffer_);
    db.insert(add_record, {next_, correlation, delivered, record.time, sql::Bytes{buffer_}});
    not_indexed_.emplace_back(correlation.uuid(), next_);
    if (next_ % index_every == 0) index_by_process(db);
    return next_++;
}

// In the order of the index, so that a page is written once for many records.
void Outbox::index_by_process(sql::Connection& db) {
    const auto first = not_indexed_.begin() + static_cast<std::ptrdiff_t>(indexed_);
    std::sort(first, not_indexed_.end());
    for (auto one = first; one != not_indexed_.end(); ++one) {
        db.insert(add_of_process, {one->first, one->second});
    }
    db.execute(update_indexed, {next_});
    indexed_ = not_indexed_.size();
}

void Outbox::committed() {
    durable_ = next_;
    not_indexed_.erase(not_indexed_.begin(),
                       not_indexed_.begin() + static_cast<std::ptrdiff_t>(indexed_));
    indexed_ = 0;
}

void Outbox::rolled_back() {
    next_ = durable_;
    std::erase_if(not_indexed_, [&](const auto& one) { return one.second >= durable_; });
    indexed_ = 0;
}

void Outbox::mark_delivered(sql::Connection& db, std::int64_t position) {
    db.execute(set_delivered, {position});
}

std::vector<StoredRecord> Outbox::read(sql::Connection& db, std::int64_t from, std::int64_t limit,
                                       bool undelivered_only) {
    return records_of(db.query(undelivered_only ? select_undelivered : select_from, {from, limit}));
}

std::vector<StoredRecord> Outbox::of_correlation(sql::Connection& db, const Uuid& correlation) {
    return records_of(db.query(select_correlation, {correlation, correlation}));
}

}  // namespace jangteo::runtime

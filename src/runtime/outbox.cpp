#include "runtime/outbox.hpp"

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"

namespace jangteo::runtime {
namespace {

const sql::Insert add_record{"runtime_outbox",
                             {"position", "correlation", "delivered", "recorded_at", "body"}};
const sql::Query select_end{"SELECT max(position) FROM runtime_outbox"};
const sql::Query set_delivered{"UPDATE runtime_outbox SET delivered = 1 WHERE position = ?"};
const sql::Query select_from{
    "SELECT position, correlation, delivered, body FROM runtime_outbox WHERE position >= ? "
    "ORDER BY position LIMIT ?"};
const sql::Query select_undelivered{
    "SELECT position, correlation, delivered, body FROM runtime_outbox "
    "WHERE delivered = 0 AND position >= ? ORDER BY position LIMIT ?"};
const sql::Query select_correlation{
    "SELECT position, correlation, delivered, body FROM runtime_outbox "
    "WHERE correlation = ? ORDER BY position"};

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

void Outbox::recover(sql::Connection& db) {
    next_ = durable_ = sql::integer_of(db.query(select_end)) + 1;
}

std::int64_t Outbox::append(sql::Connection& db, const EventId& correlation, bool delivered,
                            const OutboxRecord& record) {
    buffer_.clear();
    codec::encode_avro(&record, codec::shape_of<OutboxRecord>(), buffer_);
    db.insert(add_record, {next_, correlation, delivered, record.time, sql::Bytes{buffer_}});
    return next_++;
}

void Outbox::mark_delivered(sql::Connection& db, std::int64_t position) {
    db.execute(set_delivered, {position});
}

std::vector<StoredRecord> Outbox::read(sql::Connection& db, std::int64_t from, std::int64_t limit,
                                       bool undelivered_only) {
    return records_of(db.query(undelivered_only ? select_undelivered : select_from, {from, limit}));
}

std::vector<StoredRecord> Outbox::of_correlation(sql::Connection& db, const Uuid& correlation) {
    return records_of(db.query(select_correlation, {correlation}));
}

}  // namespace jangteo::runtime

// The runtime's own tables under audit.

#include "runtime/audit_runtime.hpp"

#include "contracts/codec/avro.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/outbox.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_records{"SELECT position, body FROM runtime_outbox ORDER BY position"};
const sql::Query select_end{"SELECT coalesce(max(position), 0) FROM runtime_outbox"};
const sql::Query select_cursors{"SELECT consumer, topic, partition, record FROM runtime_consumer"};
const sql::Query select_letters{
    "SELECT id, attempts, cause, length(body), source, state FROM runtime_dead_letter"};

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
    std::int64_t before = 0;
    auto rows = db.query(select_records);
    while (rows.next()) {
        std::int64_t position = rows.integer(0);
        audit.expect("E1", "log positions have no gap", before == 0 || position == before + 1,
                     "record " + std::to_string(position), "the record before it is missing");
        auto record = codec::decode_avro<OutboxRecord>(rows.bytes(1));
        audit.expect("E7", "every record of the log decodes", record.has_value(),
                     "record " + std::to_string(position), "its bytes are not a record");
        before = position;
    }
    auto letters = db.query(select_letters);
    while (letters.next()) {
        bool whole =
            !letters.text(2).empty() && (letters.integer(3) > 0 || letters.text(4) == "timer");
        audit.expect("E5", "dead letters hold their bytes and cause", whole,
                     letters.id<DeadLetterId>(0).text(), "bytes or cause are missing");
    }
}

}  // namespace jangteo::runtime

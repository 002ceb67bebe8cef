#pragma once

// The outbox, which in the embedded shape is the event log too: records in the order of their
// commits, written by one lane. Topics and partitions are views of it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

inline constexpr int partitions_per_topic = 4;

// Each lane that writes to a store has positions of its own.
inline constexpr int lane_shift = 40;
constexpr std::int64_t lane_of(std::int64_t position) { return position >> lane_shift; }

// Events of one aggregate are always in one partition.
int partition_of(const EventId& aggregate);

struct StoredRecord {
    std::int64_t position = 0;
    EventId correlation;
    bool delivered = false;
    OutboxRecord record;
};

class Outbox {
  public:
    // Reads where the log ends. Before the first append. Gives the time of the last record.
    Timestamp recover(sql::Connection& db);

    // Appends; the position counts only once the batch has committed.
    std::int64_t append(sql::Connection& db, const EventId& correlation, bool delivered,
                        const OutboxRecord& record);
    static void mark_delivered(sql::Connection& db, std::int64_t position);

    void committed();
    void rolled_back();
    std::int64_t end() const { return durable_; }

    // Records from `from` on, in order; only undelivered ones when asked.
    static std::vector<StoredRecord> read(sql::Connection& db, std::int64_t from,
                                          std::int64_t limit, bool undelivered_only);
    static std::vector<StoredRecord> of_correlation(sql::Connection& db, const Uuid& correlation);

  private:
    void index_by_process(sql::Connection& db);

    std::int64_t next_ = 1;
    std::int64_t durable_ = 1;
    // The records that the index by process does not have yet. The first of them have entered it in
    // this batch.
    std::vector<std::pair<Uuid, std::int64_t>> not_indexed_;
    std::size_t indexed_ = 0;
    std::string buffer_;
};

}  // namespace jangteo::runtime

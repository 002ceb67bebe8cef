#pragma once

// Idempotency records: the first answer to a key, stored in the commit of its effect (24 h). Scoped
// to principal, method and route by the fingerprint.

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "runtime/exchange.hpp"
#include "runtime/head_filter.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

inline constexpr Duration idempotency_lifetime = hours(24);

struct IdempotencyRecord {
    std::string body_hash;
    HttpAnswer answer;
};

// The records of one store, for its lane's thread. A record's key is random, so an index on it
// costs each command a page of the disk's log. Therefore the newest records are known in memory
// only, and are entered into the stored index many at a time, in its order; a start reads them
// again.
class IdempotencyRecords {
  public:
    // Records known in memory before the older half of them is indexed; at least 2.
    explicit IdempotencyRecords(std::size_t recent_max = 32'768) : recent_max_(recent_max) {}

    // A batch will ask for it: what all its messages expect is looked up together, when the first
    // of them asks.
    void expect(const std::string& fingerprint);
    std::optional<IdempotencyRecord> find(sql::Connection& db, const std::string& fingerprint,
                                          Timestamp now);

    // What a commit must be told of.
    struct Stored {
        std::int64_t head = 0;
        std::int64_t number = 0;
        std::size_t indexed = 0;  // of the recent ones
    };
    Stored store(sql::Connection& db, const std::string& fingerprint, const std::string& body_hash,
                 const HttpAnswer& answer, Timestamp now);
    void committed(const Stored& stored);

  private:
    struct Recent {
        std::int64_t head;
        std::int64_t number;
    };

    void load(sql::Connection& db);
    bool is_indexed(sql::Connection& db, std::int64_t head);
    void look_up_expected(sql::Connection& db);
    std::size_t index_oldest(sql::Connection& db, std::size_t count);

    std::size_t recent_max_;
    bool loaded_ = false;
    std::int64_t next_number_ = 1;
    std::deque<Recent> recent_;  // by number
    // The same, to their numbers: hardly ever more than one.
    boost::unordered_flat_map<std::int64_t, boost::container::small_vector<std::int64_t, 1>>
        by_head_;
    bool has_index_ = false;  // anything was ever indexed
    HeadFilter filter_;       // of the index

    // Of the batch.
    bool is_asked_ = false;  // all that it expects is known
    bool looked_up_ = false;
    std::vector<std::int64_t> expected_;                      // heads
    boost::unordered_flat_map<std::int64_t, bool> in_index_;  // of those that were expected
};

// Rows deleted.
std::int64_t sweep_idempotency(sql::Connection& db, Timestamp now, std::int64_t limit);

}  // namespace jangteo::runtime

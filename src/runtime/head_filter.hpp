#pragma once

// HeadFilter: which heads of fingerprints are certainly not in the stored index of idempotency
// records, so that a new key needs no look-up at a random place of it. One bit for each value of a
// head's lowest bits (a Bloom filter, https://doi.org/10.1145/362686.362692, with one hash
// function, as heads are hashes already): among a million heads one look-up in 67 is in vain.
//
// It reads the index little by little, and excludes nothing before it has read all of it. Heads
// that are swept from the index keep their bit; when too many bits are set, it reads the index
// again. One thread.

#include <cstdint>
#include <vector>

#include "runtime/sql.hpp"

namespace jangteo::runtime {

class HeadFilter {
  public:
    static constexpr std::uint64_t bits = 1ULL << 26;  // 8 MiB
    static constexpr std::uint64_t heads_max = bits / 4;
    static constexpr std::int64_t read_at_once = 1024;

    bool excludes(std::int64_t head) const { return is_complete_ && !is_set(head); }
    // It enters the index, in this transaction or a later one.
    void add(std::int64_t head);
    // Reads some more of the index when there is more. An index of more than `heads_max` is not
    // filtered.
    void read_more(sql::Connection& db);

  private:
    bool is_set(std::int64_t head) const;
    void start_again();

    std::vector<std::uint64_t> words_;  // none before the first head
    std::uint64_t heads_ = 0;           // added since it started
    bool is_complete_ = false;
    bool is_too_large_ = false;
    std::int64_t read_to_ = INT64_MIN;
};

}  // namespace jangteo::runtime

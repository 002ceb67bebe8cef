#pragma once

// Chance: one stream of random decisions of a run. Streams of one seed are independent, so that
// switching a kind of fault off does not change what everybody else does.

#include <cstdint>

#include "kernel/timestamp.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::simulation {

class Chance {
  public:
    Chance(std::uint64_t seed, std::uint64_t stream)
        : random_(seed * 0x9e3779b97f4a7c15ULL + stream * 0xd1342543de82ef95ULL) {}

    // 0 … n − 1.
    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(n));
    }
    bool one_in(std::int64_t n) { return below(n) == 0; }
    bool percent(std::int64_t n) { return below(100) < n; }
    Duration between(Duration from, Duration to) { return {from.us + below(to.us - from.us + 1)}; }
    std::uint64_t next() { return random_.next(); }

  private:
    test::SeededRandom random_;
};

}  // namespace jangteo::simulation

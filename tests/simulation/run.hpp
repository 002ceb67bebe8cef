#pragma once

// One run of a seed: a market opens, everything goes wrong for some hours or days, then nothing
// does, and all must come to rest.

#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/market.hpp"

namespace jangteo::simulation {

struct RunOptions {
    std::uint64_t seed = 1;
    MarketSize size;
    std::optional<runtime::Delivery> delivery;
    std::vector<Trouble> without;
    bool listens = false;
};

struct Failure {
    std::string invariant;
    std::string object;
    std::string words;
};

struct RunResult {
    std::optional<Failure> failure;
    std::uint64_t hash = 0;
    Coverage coverage;
    std::vector<Told> told;  // when it listened
};

RunResult run_seed(Stage& stage, const RunOptions& options);

}  // namespace jangteo::simulation

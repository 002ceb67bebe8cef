#pragma once

// Fleet: many runs on several cores. Each worker is a process of its own, because a run may end its
// process: the shop stops itself when its own reasoning has failed, and that too is a finding. What
// they count is in memory that all share.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/run.hpp"

namespace jangteo::simulation {

struct FleetOptions {
    std::uint64_t from = 1;
    std::uint64_t count = 1;
    unsigned jobs = 1;
    bool stops_at_failure = false;
    bool shows_progress = true;
    std::function<RunResult(Stage&, std::uint64_t)> run;
};

// The invariant of a run that died without saying why: a fault of the simulation or of the shop.
inline constexpr std::string_view crashed = "crash";

struct FleetFailure {
    std::uint64_t number = 0;
    Failure failure;
};

struct FleetResult {
    Coverage coverage;
    std::vector<FleetFailure> failures;  // in the order of their numbers; at most a hundred
    std::uint64_t failed = 0;
    double seconds = 0;
};

FleetResult run_fleet(const FleetOptions& options);

}  // namespace jangteo::simulation

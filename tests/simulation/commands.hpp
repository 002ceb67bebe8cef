#pragma once

// What jangteo-sim can be asked for. Each prints what it has done and returns how many of its
// checks have failed.

#include <string>

#include "tests/simulation/run.hpp"

namespace jangteo::simulation {

struct CommandOptions {
    RunOptions run;
    std::uint64_t from = 1;
    std::uint64_t seeds = 0;
    unsigned jobs = 1;
    std::string trace;  // an order, or "all"
};

int play_one(const CommandOptions& options);
int play_many(const CommandOptions& options);
// The same seed twice, in two processes' worth of state: the hashes are equal.
int play_twice(const CommandOptions& options);
int shrink(const CommandOptions& options);
int crash_everywhere(const CommandOptions& options);
int pair_everything(const CommandOptions& options);
int permute_notices(const CommandOptions& options);
int try_mutants(const CommandOptions& options);

// How to see a run again.
std::string command_of(const RunOptions& options);

}  // namespace jangteo::simulation

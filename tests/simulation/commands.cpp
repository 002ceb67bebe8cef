#include "tests/simulation/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/fleet.hpp"

namespace jangteo::simulation {
namespace {

constexpr std::size_t events_shown = 40;

bool is_about(const Told& told, const std::string& object) {
    // Ids of one order differ in their prefix only.
    std::string bare =
        object.substr(object.find('_') == std::string::npos ? 0 : object.find('_') + 1);
    return told.about.find(bare) != std::string::npos || told.words.find(bare) != std::string::npos;
}

void show(const std::vector<Told>& told, const std::string& object, std::size_t last) {
    std::vector<const Told*> chosen;
    for (const Told& one : told) {
        if (object == "all" || is_about(one, object)) chosen.push_back(&one);
    }
    std::size_t skipped = chosen.size() > last ? chosen.size() - last : 0;
    for (std::size_t i = skipped; i < chosen.size(); ++i) {
        fmt::print("  {} {}\n", to_rfc3339(chosen[i]->at), chosen[i]->words);
    }
}

void show_failure(const RunOptions& run, const Failure& failure, const std::vector<Told>& told) {
    fmt::print("seed {} breaks {}: {}: {}\n", run.seed, failure.invariant, failure.object,
               failure.words);
    show(told, failure.object, events_shown);
    fmt::print("again: {} --trace {}\n", command_of(run),
               failure.object.find('_') == std::string::npos
                   ? "all"
                   : failure.object.substr(failure.object.rfind(' ') + 1));
}

// A run's story, told by running it again: the runs themselves keep no words.
void show_again(RunOptions run, const Failure& failure) {
    if (failure.invariant == "check") {
        fmt::print("seed {} stops the process: {}\nagain: {}\n", run.seed, failure.words,
                   command_of(run));
        return;
    }
    run.listens = true;
    Stage stage;
    RunResult result = run_seed(stage, run);
    show_failure(run, result.failure.value_or(failure), result.told);
}

}  // namespace

std::string command_of(const RunOptions& options) {
    std::string command = fmt::format("jangteo-sim --seed {}", options.seed);
    MarketSize usual;
    if (options.size.orders != usual.orders)
        command += fmt::format(" --orders {}", options.size.orders);
    if (options.size.members != usual.members)
        command += fmt::format(" --members {}", options.size.members);
    if (!options.without.empty()) {
        command += " --without ";
        for (Trouble trouble : options.without) command += std::string(name_of(trouble)) + ",";
        command.pop_back();
    }
    return command;
}

int play_one(const CommandOptions& options) {
    RunOptions run = options.run;
    run.listens = true;
    Stage stage;
    RunResult result = run_seed(stage, run);
    if (!options.trace.empty()) show(result.told, options.trace, result.told.size());
    if (result.failure) show_failure(run, *result.failure, result.told);
    fmt::print("seed {}: {} orders, {} commits, {} lives, history {:016x}\n", run.seed,
               result.coverage.orders, result.coverage.commits, result.coverage.lives, result.hash);
    fmt::print("{} passed, {} failed\n", result.failure ? 0 : 1, result.failure ? 1 : 0);
    return result.failure ? 1 : 0;
}

int play_many(const CommandOptions& options) {
    FleetOptions fleet;
    fleet.from = options.from;
    fleet.count = options.seeds;
    fleet.jobs = options.jobs;
    fleet.run = [&](Stage& stage, std::uint64_t seed) {
        RunOptions run = options.run;
        run.seed = seed;
        return run_seed(stage, run);
    };
    FleetResult result = run_fleet(fleet);
    const Coverage& met = result.coverage;
    fmt::print("{}", met.table());
    std::string gaps = options.run.without.empty() ? met.gaps() : "";
    fmt::print("{}", gaps);
    for (const FleetFailure& failure : result.failures) {
        RunOptions run = options.run;
        run.seed = failure.number;
        fmt::print("seed {}: {} {}: {}\n", run.seed, failure.failure.invariant,
                   failure.failure.object, failure.failure.words);
    }
    if (!result.failures.empty()) {
        RunOptions run = options.run;
        run.seed = result.failures.front().number;
        show_again(run, result.failures.front().failure);
    }
    fmt::print("{} runs, {} orders ({} completed, {} cancelled), {} commits, {} lives, {} calls\n",
               met.runs, met.orders, met.completed, met.cancelled, met.commits, met.lives,
               met.calls);
    fmt::print("{:.1f} s, {:.1f} runs/s, {:.0f} orders/s on {} cores\n", result.seconds,
               static_cast<double>(met.runs) / result.seconds,
               static_cast<double>(met.orders) / result.seconds, options.jobs);
    // What was never met fails as one check more.
    std::uint64_t failed = result.failed + (gaps.empty() ? 0 : 1);
    fmt::print("{} passed, {} failed\n", options.seeds + 1 - failed, failed);
    return failed == 0 ? 0 : 1;
}

int play_twice(const CommandOptions& options) {
    int failed = 0;
    std::uint64_t seeds = std::max<std::uint64_t>(options.seeds, 1);
    Stage used;
    for (std::uint64_t seed = options.from; seed < options.from + seeds; ++seed) {
        RunOptions run = options.run;
        run.seed = seed;
        // Once on a stage that other runs have used, once on a fresh one, listening.
        std::uint64_t first = run_seed(used, run).hash;
        Stage fresh;
        run.listens = true;
        std::uint64_t second = run_seed(fresh, run).hash;
        failed += first == second ? 0 : 1;
        fmt::print("seed {}: {:016x} {:016x}{}\n", seed, first, second,
                   first == second ? "" : " DIFFERENT");
    }
    fmt::print("{} passed, {} failed\n", static_cast<int>(seeds) - failed, failed);
    return failed == 0 ? 0 : 1;
}

}  // namespace jangteo::simulation

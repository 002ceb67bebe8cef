// The shrinker: a failing run with fewer orders, fewer buyers and fewer kinds of faults.

#include <fmt/format.h>

#include "tests/simulation/commands.hpp"
#include "tests/simulation/fleet.hpp"

namespace jangteo::simulation {
namespace {

class Shrinker {
  public:
    explicit Shrinker(RunOptions run) : run_(std::move(run)) {}

    // How the smaller run fails, or nothing. In a process of its own: it may end it.
    std::optional<Failure> failure_of(const RunOptions& run) {
        FleetOptions fleet;
        fleet.shows_progress = false;
        fleet.run = [&](Stage& stage, std::uint64_t) { return run_seed(stage, run); };
        FleetResult result = run_fleet(fleet);
        if (result.failures.empty()) return std::nullopt;
        return result.failures.front().failure;
    }

    bool keep_if_it_fails(const RunOptions& smaller) {
        auto failure = failure_of(smaller);
        if (!failure || failure->invariant != invariant) return false;
        run_ = smaller;
        fmt::print("  still breaks {}: {}\n", failure->invariant, command_of(run_));
        return true;
    }

    void shrink_faults() {
        for (std::size_t i = 0; i < fault_kinds; ++i) {
            RunOptions smaller = run_;
            smaller.without.push_back(static_cast<Trouble>(i));
            keep_if_it_fails(smaller);
        }
    }

    void shrink_orders() {
        for (std::int64_t orders : {1, 2, 3, 5, 8, 13, 20, 30, 40}) {
            if (orders >= run_.size.orders) return;
            RunOptions smaller = run_;
            smaller.size.orders = orders;
            if (keep_if_it_fails(smaller)) return;
        }
    }

    void shrink_buyers() {
        for (std::int64_t members : {1, 2, 3, 4}) {
            if (members >= run_.size.members) return;
            RunOptions smaller = run_;
            smaller.size.members = members;
            if (keep_if_it_fails(smaller)) return;
        }
    }

    std::string invariant;
    const RunOptions& run() const { return run_; }

  private:
    RunOptions run_;
};

}  // namespace

int shrink(const CommandOptions& options) {
    Shrinker shrinker(options.run);
    auto failure = shrinker.failure_of(options.run);
    if (!failure) {
        fmt::print("seed {} breaks nothing\n", options.run.seed);
        return 1;
    }
    shrinker.invariant = failure->invariant;
    shrinker.shrink_faults();
    shrinker.shrink_orders();
    shrinker.shrink_buyers();
    CommandOptions smallest = options;
    smallest.run = shrinker.run();
    smallest.trace.clear();
    fmt::print("smallest: {}\n", command_of(smallest.run));
    if (shrinker.invariant != "check") play_one(smallest);
    return 0;
}

}  // namespace jangteo::simulation

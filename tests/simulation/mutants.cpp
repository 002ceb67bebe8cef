// The mutants: each known bug is switched on, and some invariant must notice.

#include "kernel/mutant.hpp"

#include <fmt/format.h>

#include <array>

#include "tests/simulation/commands.hpp"
#include "tests/simulation/fleet.hpp"

namespace jangteo {

inline namespace switched {

namespace {
Mutant active = Mutant::none;
}  // namespace

bool mutated(Mutant mutant) { return mutant == active; }

}  // namespace switched

namespace simulation {
namespace {

struct Known {
    Mutant mutant;
    std::string_view name;
};

constexpr std::array known = {
    Known{Mutant::relay_by_last_id, "relay by \"greater than the last\""},
    Known{Mutant::offset_before_effect, "offset committed before the effect"},
    Known{Mutant::acknowledged_before_sync, "acknowledged before sync"},
    Known{Mutant::undo_not_durable, "undo after the action, not durable before"},
    Known{Mutant::compensation_not_idempotent, "compensation not idempotent"},
    Known{Mutant::webhook_believed, "webhook believed without asking"},
    Known{Mutant::amount_not_compared, "amount not compared"},
    Known{Mutant::captured_twice, "return and webhook both capture"},
    Known{Mutant::stock_checked_apart, "stock check apart from the decrement"},
    Known{Mutant::expiry_ignores_payment, "reservation expiry races with payment"},
    Known{Mutant::refund_counted_twice, "refund counted twice on retry"},
    Known{Mutant::unknown_is_failed, "unknown outcome treated as failed"},
    Known{Mutant::lost_update, "lost update for want of a version check"},
    Known{Mutant::effect_before_inbox, "inbox without the effect in one commit"},
    Known{Mutant::stale_lease, "stale lease still publishing"},
    Known{Mutant::key_outside_commit, "idempotency record outside the commit"},
    Known{Mutant::old_price_kept, "price taken from the cart"},
};

}  // namespace

int try_mutants(const CommandOptions& options) {
    std::uint64_t seeds_max = options.seeds > 0 ? options.seeds : 1'000;
    std::size_t survivors = 0;
    fmt::print("{:<42} {:<10} {:>6}  {}\n", "mutant", "caught by", "seeds", "as");
    for (const Known& one : known) {
        active = one.mutant;
        FleetOptions fleet;
        fleet.count = seeds_max;
        fleet.jobs = options.jobs;
        fleet.stops_at_failure = true;
        fleet.shows_progress = false;
        fleet.run = [&](Stage& stage, std::uint64_t seed) {
            RunOptions run = options.run;
            run.seed = seed;
            return run_seed(stage, run);
        };
        FleetResult result = run_fleet(fleet);
        if (result.failures.empty()) {
            ++survivors;
            fmt::print("{:<42} {:<10} {:>6}\n", one.name, "SURVIVES", seeds_max);
            continue;
        }
        const FleetFailure& first = result.failures.front();
        if (first.failure.invariant == crashed) ++survivors;
        fmt::print("{:<42} {:<10} {:>6}  {}\n", one.name, first.failure.invariant, first.number,
                   first.failure.words);
        std::fflush(stdout);
    }
    active = Mutant::none;
    fmt::print("{} passed, {} failed\n", known.size() - survivors, survivors);
    return survivors == 0 ? 0 : 1;
}

}  // namespace simulation
}  // namespace jangteo

// jangteo-sim: the whole shop, simulated. See docs/proof.md.

#include <CLI/CLI.hpp>

#include <algorithm>

#include "tests/simulation/commands.hpp"

namespace jangteo::simulation {
namespace {

std::vector<Trouble> troubles_of(const std::vector<std::string>& names) {
    std::vector<Trouble> troubles;
    for (std::size_t i = 0; i < fault_kinds; ++i) {
        auto trouble = static_cast<Trouble>(i);
        bool is_named = std::ranges::find(names, name_of(trouble)) != names.end();
        if (is_named || std::ranges::find(names, "all") != names.end()) troubles.push_back(trouble);
    }
    return troubles;
}

}  // namespace
}  // namespace jangteo::simulation

int main(int argc, char** argv) {
    using namespace jangteo::simulation;
    CLI::App app("Runs the production code of all services in one thread on a virtual clock");
    CommandOptions options;
    std::vector<std::string> without;
    std::string delivery;
    bool twice = false;
    bool shrinks = false;
    bool crashes = false;
    bool pairs = false;
    bool notices = false;
    bool mutants = false;
    app.add_option("--seed", options.run.seed, "one run, bit for bit the same each time");
    app.add_option("--seeds", options.seeds, "many runs");
    app.add_option("--from", options.from, "the first of many");
    app.add_option("--jobs", options.jobs, "processes")->check(CLI::Range(1, 64));
    app.add_option("--orders", options.run.size.orders)->check(CLI::Range(1, 100'000));
    app.add_option("--members", options.run.size.members)->check(CLI::Range(1, 1'000));
    app.add_option("--delivery", delivery, "local or log; else as the seed says");
    app.add_option("--without", without, "kinds of faults to leave out, or all")->delimiter(',');
    app.add_option("--trace", options.trace, "tell the story of an order, or of all");
    app.add_flag("--twice", twice, "each run twice: their histories must be equal");
    app.add_flag("--shrink", shrinks, "make a failing --seed small");
    app.add_flag("--crash-points", crashes, "F1: a crash before and after every commit");
    app.add_flag("--provider-pairs", pairs, "F6: every fate of every call, and every two");
    app.add_flag("--webhook-permutations", notices, "F7: notices in every order and number");
    app.add_flag("--mutants", mutants, "every known bug is caught");
    CLI11_PARSE(app, argc, argv);
    options.run.without = troubles_of(without);
    if (delivery == "local") options.run.delivery = jangteo::runtime::Delivery::local;
    if (delivery == "log") options.run.delivery = jangteo::runtime::Delivery::log;
    if (crashes) return crash_everywhere(options);
    if (pairs) return pair_everything(options);
    if (notices) return permute_notices(options);
    if (mutants) return try_mutants(options);
    if (shrinks) return shrink(options);
    if (twice) return play_twice(options);
    return options.seeds > 0 ? play_many(options) : play_one(options);
}

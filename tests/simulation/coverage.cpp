#include "tests/simulation/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/codec/shape.hpp"

namespace jangteo::simulation {
namespace {

template <class Array>
void add_up(Array& sum, const Array& more) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
        if constexpr (requires { sum[i].size(); }) {
            add_up(sum[i], more[i]);
        } else {
            sum[i] += more[i];
        }
    }
}

}  // namespace

void Coverage::add(const Coverage& other) {
    runs += other.runs;
    orders += other.orders;
    commits += other.commits;
    lives += other.lives;
    calls += other.calls;
    completed += other.completed;
    cancelled += other.cancelled;
    blocked += other.blocked;
    add_up(faults, other.faults);
    add_up(checks, other.checks);
    add_up(steps, other.steps);
    add_up(inputs, other.inputs);
}

void Coverage::audited(std::string_view invariant, std::uint64_t times) {
    auto found = std::ranges::find(invariant_ids, invariant);
    if (found != invariant_ids.end())
        checks[static_cast<std::size_t>(found - invariant_ids.begin())] += times;
}

std::string Coverage::gaps() const {
    std::string out;
    auto back = std::back_inserter(out);
    for (std::size_t i = 0; i < fault_kinds; ++i) {
        if (faults[i] == 0)
            fmt::format_to(back, "fault never injected: {}\n", name_of(static_cast<Trouble>(i)));
    }
    for (std::size_t i = 0; i < checks.size(); ++i) {
        if (checks[i] == 0)
            fmt::format_to(back, "invariant never exercised: {}\n", invariant_ids[i]);
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const order::Step& step = order::steps[i];
        // No way leads there: what has arrived is neither stopped nor brought back by its carrier.
        bool has_no_way =
            step.from == order::Status::delivered && step.on == order::Input::parts_refused;
        if (steps[i] == 0 && !has_no_way) {
            fmt::format_to(back, "step never taken: {} on {}\n", codec::text_of_enum(step.from),
                           codec::text_of_enum(step.on));
        }
    }
    return out;
}

std::string Coverage::table() const {
    std::string out;
    auto back = std::back_inserter(out);
    fmt::format_to(back, "faults injected\n");
    for (std::size_t i = 0; i < fault_kinds; ++i) {
        fmt::format_to(back, "  {:<24} {:>10}\n", name_of(static_cast<Trouble>(i)), faults[i]);
    }
    fmt::format_to(back, "steps of the order process\n");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const order::Step& step = order::steps[i];
        fmt::format_to(back, "  {:<17} {:<20} -> {:<17} {:>10}\n", codec::text_of_enum(step.from),
                       codec::text_of_enum(step.on), codec::text_of_enum(step.to), steps[i]);
    }
    fmt::format_to(back, "events that reached an order, by its state (0: did not happen)\n");
    for (std::size_t input = 0; input < order_inputs.size(); ++input) {
        fmt::format_to(back, "  {:<22}", order_inputs[input]);
        for (std::size_t state = 0; state < order_states; ++state) {
            fmt::format_to(back, " {}={}", codec::text_of_enum(static_cast<order::Status>(state)),
                           inputs[state][input]);
        }
        fmt::format_to(back, "\n");
    }
    fmt::format_to(back, "invariants checked\n");
    for (std::size_t i = 0; i < checks.size(); ++i) {
        fmt::format_to(back, "  {:<4} {:>12}\n", invariant_ids[i], checks[i]);
    }
    return out;
}

}  // namespace jangteo::simulation

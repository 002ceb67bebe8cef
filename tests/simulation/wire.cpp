#include "tests/simulation/wire.hpp"

#include <array>

#include "contracts/codec/shape.hpp"

namespace jangteo::simulation {
namespace {

using runtime::Outcome;
using runtime::OutcomeKind;

constexpr std::array fates = {
    std::pair{Trouble::call_not_sent, Fate::not_sent},
    std::pair{Trouble::call_lost, Fate::lost},
    std::pair{Trouble::call_answer_lost, Fate::answer_lost},
    std::pair{Trouble::call_late, Fate::late},
    std::pair{Trouble::call_slow, Fate::slow},
    std::pair{Trouble::call_refused, Fate::refused},
    std::pair{Trouble::call_error_before, Fate::error_before},
    std::pair{Trouble::call_error_after, Fate::error_after},
    std::pair{Trouble::call_in_flight, Fate::in_flight},
    std::pair{Trouble::call_configuration, Fate::configuration},
};

constexpr Duration patience = seconds(30);  // of the caller
// A call that comes after the caller has given up comes soon after.
constexpr Duration lateness_max = seconds(3);

}  // namespace

Fate Wire::draw(const Call& call) {
    if (!scripted.empty() && (scripted_kind.empty() || scripted_kind == call.kind)) {
        Fate fate = scripted.front();
        scripted.pop_front();
        return call.allows(fate) ? fate : Fate::fine;
    }
    for (const auto& [trouble, fate] : fates) {
        if (call.allows(fate) && world_.faults.strikes(trouble)) return fate;
    }
    return Fate::fine;
}

void Wire::carry(Call call, OutcomeTaker done) {
    Fate fate = draw(call);
    OutcomeTaker taker = world_.guarded(std::move(done));
    Chance& chance = world_.faults.chance();
    std::string kind = call.kind;
    Outcome unknown{OutcomeKind::unknown, "timeout", ""};
    switch (fate) {
        case Fate::not_sent:
            return reply(kind, travel(), {OutcomeKind::not_sent, "refused", ""}, taker);
        case Fate::lost: return reply(kind, patience, unknown, taker);
        case Fate::late:
            reply(kind, patience, unknown, taker);
            world_.after(patience + chance.between({}, lateness_max),
                         [call = std::move(call)] { call.apply(); });
            return;
        case Fate::answer_lost:
            reply(kind, patience, unknown, taker);
            world_.after(travel(), [call = std::move(call)] { call.apply(); });
            return;
        case Fate::slow:
            world_.after(
                chance.between(seconds(1), patience),
                [this, call = std::move(call), taker] { arrive(call, Fate::fine, taker); });
            return;
        default:
            world_.after(travel(), [this, call = std::move(call), fate, taker] {
                arrive(call, fate, taker);
            });
    }
}

void Wire::arrive(const Call& call, Fate fate, const OutcomeTaker& done) {
    reply(call.kind, travel(), fate == Fate::fine ? call.apply() : call.apply_with(fate), done);
}

void Wire::reply(const std::string& kind, Duration delay, Outcome outcome,
                 const OutcomeTaker& done) {
    world_.after(delay, [this, kind, outcome = std::move(outcome), done] {
        world_.history.mix(kind);
        world_.history.mix(outcome.code);
        if (world_.history.listening()) {
            world_.history.tell(
                world_.now(), "",
                kind + " is answered: " + std::string(codec::text_of_enum(outcome.kind)) + " " +
                    outcome.code);
        }
        done(outcome);
    });
}

}  // namespace jangteo::simulation

#pragma once

// Wire: the way of a call to the outside and back: what arrives when, and what the caller learns.
// Every pair of (did it have its effect?, what was answered) is one of these fates.

#include <deque>
#include <functional>
#include <optional>

#include "tests/simulation/world.hpp"

namespace jangteo::simulation {

enum class Fate {
    fine,
    slow,           // fine, after a long time
    not_sent,       // no effect, and the caller knows
    lost,           // no effect, no answer
    answer_lost,    // effect, no answer
    late,           // no answer; the effect comes after the caller has given up waiting
    error_before,   // no effect, an error is answered
    error_after,    // effect, an error is answered
    in_flight,      // no effect of this call: the same one is being worked on
    refused,        // no effect, a final no
    configuration,  // no effect: our key is not accepted
};
BOOST_DESCRIBE_ENUM(Fate, fine, slow, not_sent, lost, answer_lost, late, error_before, error_after,
                    in_flight, refused, configuration)

class Wire {
  public:
    explicit Wire(World& world) : world_(world) {}

    // The next calls meet these, in order; afterwards the run's faults decide.
    std::deque<Fate> scripted;
    // Which calls the script is for; empty: all.
    std::string scripted_kind;

    struct Call {
        std::string kind;
        std::function<runtime::Outcome()> apply;  // has the effect
        std::function<runtime::Outcome(Fate)>
            apply_with;                    // error_*, in_flight, refused, configuration
        std::function<bool(Fate)> allows;  // what this outside can answer at all
    };
    void carry(Call call, OutcomeTaker done);

  private:
    Fate draw(const Call& call);
    void arrive(const Call& call, Fate fate, const OutcomeTaker& done);
    void reply(const std::string& kind, Duration delay, runtime::Outcome outcome,
               const OutcomeTaker& done);
    Duration travel() { return world_.faults.chance().between(milliseconds(2), milliseconds(80)); }

    World& world_;
};

}  // namespace jangteo::simulation

#pragma once

// Life: one life of the program's process: lane and edge on the store that outlives it. What was in
// memory ends with it: queues, calls under way, connections of clients.

#include <memory>

#include "runtime/edge.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/sim_store.hpp"
#include "tests/simulation/stage.hpp"

namespace jangteo::simulation {

struct LifeOptions {
    runtime::Delivery delivery = runtime::Delivery::local;
    runtime::LogFaults* log_faults = nullptr;
};

class Life {
  public:
    // So that some timers get rows within a run.
    static constexpr std::size_t few_changes = 24;

    Life(Stage& stage, StoreWatcher& watcher, test::VirtualClock& clock, LifeOptions options)
        : background(clock),
          store(stage.store, watcher),
          lane({store, clock, stage.random, stage.registry, stage.metrics, stage.log, stage.watches,
                [this] { is_woken = true; }},
               {.delivery = options.delivery, .timer_changes_max = few_changes}),
          edge({store, clock, stage.random, stage.registry, stage.metrics, stage.log, stage.watches,
                stage.tokens, stage.digest, background, lane},
               {}) {
        lane.consumers().set_faults(options.log_faults);
    }

    std::shared_ptr<int> breath = std::make_shared<int>(0);  // gone with the life
    bool is_woken = true;
    Timestamp runs_at{0};

    test::InlineBackground background;
    SimStore store;
    runtime::Lane lane;
    runtime::Edge edge;
};

}  // namespace jangteo::simulation

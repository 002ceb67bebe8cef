#pragma once

// The runtime's own routes: outbox, dead letters, effects and timers that wait, for operators; the
// migrations of the runtime's tables come with them.

#include <functional>

#include "runtime/registry.hpp"

namespace jangteo::runtime {

class Lane;

// `lane` is asked at call time: the routes are declared before it exists.
void install_ops_routes(Registry& registry, std::function<Lane&()> lane);

}  // namespace jangteo::runtime

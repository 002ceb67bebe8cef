#pragma once

// HandlerSeconds: how long each handler runs, by its name: a command's route, a timer, an effect's
// outcome, an event's consumer. Lane's thread only.

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/clock.hpp"
#include "runtime/metrics.hpp"
#include "runtime/registry.hpp"

namespace jangteo::runtime {

class HandlerSeconds {
  public:
    HandlerSeconds(Metrics& metrics, const Clock& clock) : metrics_(metrics), clock_(clock) {}

    std::int64_t now() const { return clock_.monotonic_ns(); }

    // `since` is an earlier now().
    void observe(const Subscription& consumer, std::string_view event, std::int64_t since);
    // By a message's cause: "command create_order", "timer order.deadline", …
    void observe(const std::string& cause, std::int64_t since);

  private:
    Histogram& named(const std::string& name);
    void observe(Histogram& seconds, std::int64_t since);

    Metrics& metrics_;
    const Clock& clock_;
    // Subscriptions live as long as the registry.
    std::unordered_map<const Subscription*, Histogram*> by_consumer_;
    std::unordered_map<std::string, Histogram*> by_cause_;
};

}  // namespace jangteo::runtime

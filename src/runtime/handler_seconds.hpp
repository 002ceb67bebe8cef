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

    // The first handler of a unit begins; the next one begins where the last was observed.
    void begin() { began_ = clock_.monotonic_ns(); }

    void observe(const Subscription& consumer, std::string_view event);
    // By a message's cause: "command create_order", "timer order.deadline", …
    void observe(const std::string& cause);

  private:
    Histogram& named(const std::string& name);
    void observe(Histogram& seconds);

    Metrics& metrics_;
    const Clock& clock_;
    std::int64_t began_ = 0;  // monotonic nanoseconds
    // Subscriptions live as long as the registry.
    std::unordered_map<const Subscription*, Histogram*> by_consumer_;
    std::unordered_map<std::string, Histogram*> by_cause_;
};

}  // namespace jangteo::runtime

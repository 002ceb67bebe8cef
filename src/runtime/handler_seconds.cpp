#include "runtime/handler_seconds.hpp"

#include <fmt/format.h>

namespace jangteo::runtime {

void HandlerSeconds::observe(const Subscription& consumer, std::string_view event) {
    Histogram*& seconds = by_consumer_[&consumer];
    if (!seconds) seconds = &named(fmt::format("{} on {}", consumer.consumer, event));
    observe(*seconds);
}

void HandlerSeconds::observe(const std::string& cause) {
    // Events are observed by their consumer, with those that go through no message.
    if (cause.starts_with("event ")) return;
    Histogram*& seconds = by_cause_[cause];
    if (!seconds) seconds = &named(cause);
    observe(*seconds);
}

Histogram& HandlerSeconds::named(const std::string& name) {
    return metrics_.seconds("jangteo_handler_seconds", "Time in a handler, by its name",
                            fmt::format("handler=\"{}\"", name));
}

void HandlerSeconds::observe(Histogram& seconds) {
    const std::int64_t now = clock_.monotonic_ns();
    seconds.observe(static_cast<double>(now - std::exchange(began_, now)) / 1e9);
}

}  // namespace jangteo::runtime

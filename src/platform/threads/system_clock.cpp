#include "platform/threads/system_clock.hpp"

#include <chrono>

namespace jangteo::platform {

Timestamp SystemClock::now() const {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

std::int64_t SystemClock::monotonic_ns() const {
    auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

}  // namespace jangteo::platform

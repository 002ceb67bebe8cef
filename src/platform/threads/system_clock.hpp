#pragma once

#include "runtime/clock.hpp"

namespace jangteo::platform {

class SystemClock : public runtime::Clock {
  public:
    Timestamp now() const override;
    std::int64_t monotonic_ns() const override;
};

}  // namespace jangteo::platform

#pragma once

// Events through the log: published, read back by position and handled, each with an effect of its
// own in the commit that moves the position.

#include <cstdint>
#include <string>

namespace jangteo::boot {

// Events a second, from the first publication to the last effect.
double relay_events_per_second(const std::string& folder, std::int64_t events);

}  // namespace jangteo::boot

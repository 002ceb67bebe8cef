#pragma once

// Play: the orders of the plan in the order of the file: placed, paid at the provider's sandbox,
// followed until their parcels are on the way, and refunded as the cancellations say. What an
// earlier run has done is not done again.

#include "boot/replay/desk.hpp"
#include "platform/http/latency_histogram.hpp"

namespace jangteo::boot {

struct Played {
    platform::http::LatencyHistogram latency;  // of an order, from placing to its money being taken
};

Task<void> play(Desk& desk, Played& played, Progress& progress);

}  // namespace jangteo::boot

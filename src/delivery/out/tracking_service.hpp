#pragma once

// TrackingService: asks one tracking service about a parcel. `done` gets a TrackingReport, a
// refusal (no such parcel, wrong key) or unknown; it is called on the client's loop.

#include <functional>
#include <string>

#include "delivery/domain/tracking.hpp"
#include "runtime/registry.hpp"

namespace jangteo::delivery {

struct TrackedParcel {
    std::string carrier;  // by our own name, which is tracker.delivery's
    std::string tracking_number;
};

class TrackingService {
  public:
    virtual ~TrackingService() = default;
    virtual void track(const TrackedParcel& parcel, std::function<void(runtime::Outcome)> done) = 0;
};

// Carriers tell of a return only in words.
bool tells_of_return(const std::string& words);

}  // namespace jangteo::delivery

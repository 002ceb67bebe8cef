#pragma once

// TrackingByCarrier: performs carrier.track with the tracking service that follows the parcel's
// carrier. A carrier that none follows is refused: its parcels are marked by hand.

#include <map>
#include <memory>

#include "delivery/out/tracking_service.hpp"

namespace jangteo::delivery {

class TrackingByCarrier : public runtime::EffectExecutor {
  public:
    // Services live as long as this.
    explicit TrackingByCarrier(std::map<std::string, TrackingService*> services)
        : services_(std::move(services)) {}

    void perform(const runtime::Effect& effect,
                 std::function<void(runtime::Outcome)> done) override;

  private:
    std::map<std::string, TrackingService*> services_;
};

}  // namespace jangteo::delivery

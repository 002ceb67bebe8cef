#pragma once

// FollowParcel: the tracking service is asked, by the timer or because a carrier's callback said
// that something has changed. A callback is not believed: it only makes us ask.

#include "delivery/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::delivery {

struct CarrierNotice {
    std::string carrier;
    std::string tracking_number;
};

class FollowParcelHandler {
  public:
    explicit FollowParcelHandler(const Shipments& shipments) : shipments_(shipments) {}

    void on_poll(runtime::Transaction& tx, const ShipmentId& id) const;
    // How many shipments it concerned.
    std::int64_t handle(runtime::Transaction& tx, const CarrierNotice& notice) const;

  private:
    const Shipments& shipments_;
};

}  // namespace jangteo::delivery

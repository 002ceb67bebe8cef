#pragma once

// A cancellation that wants parts stopped before money and stock move. Each part is answered
// exactly once (ShipmentStopped), whatever the carrier is doing.

#include "contracts/order/events.hpp"
#include "delivery/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::delivery {

class OnStopRequested {
  public:
    explicit OnStopRequested(const Shipments& shipments) : shipments_(shipments) {}
    void handle(runtime::Transaction& tx, const contracts::OrderCancellationRequested& event) const;

  private:
    void stop_part(runtime::Transaction& tx, const contracts::OrderCancellationRequested& event,
                   const EnterpriseId& enterprise) const;

    const Shipments& shipments_;
};

}  // namespace jangteo::delivery

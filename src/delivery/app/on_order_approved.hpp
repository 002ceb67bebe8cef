#pragma once

// The order is approved: a shipment for each approved part begins, unless the part was stopped
// before.

#include "contracts/order/events.hpp"
#include "delivery/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::delivery {

class OnOrderApproved {
  public:
    OnOrderApproved(const Shipments& shipments, const ShippingPolicies& policies,
                    std::string default_carrier)
        : shipments_(shipments),
          policies_(policies),
          default_carrier_(std::move(default_carrier)) {}
    void handle(runtime::Transaction& tx, const contracts::OrderStatusChanged& event) const;

  private:
    void begin(runtime::Transaction& tx, const contracts::OrderStatusChanged& event,
               const EnterpriseId& enterprise) const;

    const Shipments& shipments_;
    const ShippingPolicies& policies_;
    std::string default_carrier_;
};

}  // namespace jangteo::delivery

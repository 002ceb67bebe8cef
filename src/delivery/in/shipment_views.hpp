#pragma once

// Shipments as sellers and buyers see them.

#include "contracts/delivery/shipments.hpp"
#include "delivery/app/ports.hpp"

namespace jangteo::delivery {

contracts::ShipmentView view_of(const Shipment& shipment);
// With the recipient and every tracking event.
contracts::ShipmentView detailed_view_of(sql::Connection& db, const TrackingLog& log,
                                         const Shipment& shipment);

}  // namespace jangteo::delivery

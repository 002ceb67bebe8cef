#pragma once

// Published on delivery.events, keyed by the order. One shipment per seller's part.

#include <boost/describe.hpp>

#include <string>
#include <string_view>

#include "kernel/id.hpp"

namespace jangteo::contracts {

enum class ShipmentStatus {
    ready,    // waits for its tracking number
    booking,  // the carrier has been asked
    shipped,  // has a tracking number: delivery has started
    in_transit,
    out_for_delivery,
    delivered,
    returned,  // came back to the sender
    stopped,   // cancelled before it started
};
BOOST_DESCRIBE_ENUM(ShipmentStatus, ready, booking, shipped, in_transit, out_for_delivery,
                    delivered, returned, stopped)

struct DeliveryStarted {
    static constexpr std::string_view topic = "delivery.events";
    ShipmentId shipment_id;
    OrderId order_id;
    EnterpriseId enterprise_id;
    std::string carrier;
    std::string tracking_number;
};
BOOST_DESCRIBE_STRUCT(DeliveryStarted, (),
                      (shipment_id, order_id, enterprise_id, carrier, tracking_number))

// Also: returned to the sender (to = returned).
struct DeliveryStatusChanged {
    static constexpr std::string_view topic = "delivery.events";
    ShipmentId shipment_id;
    OrderId order_id;
    EnterpriseId enterprise_id;
    ShipmentStatus from = ShipmentStatus::ready;
    ShipmentStatus to = ShipmentStatus::ready;
};
BOOST_DESCRIBE_STRUCT(DeliveryStatusChanged, (), (shipment_id, order_id, enterprise_id, from, to))

struct DeliveryCompleted {
    static constexpr std::string_view topic = "delivery.events";
    ShipmentId shipment_id;
    OrderId order_id;
    EnterpriseId enterprise_id;
};
BOOST_DESCRIBE_STRUCT(DeliveryCompleted, (), (shipment_id, order_id, enterprise_id))

// The answer to a cancellation that asked to stop a part: it was stopped, or it had started
// already.
struct ShipmentStopped {
    static constexpr std::string_view topic = "delivery.events";
    OrderId order_id;
    EnterpriseId enterprise_id;
    CancellationId cancellation_id;
    bool stopped = false;
};
BOOST_DESCRIBE_STRUCT(ShipmentStopped, (), (order_id, enterprise_id, cancellation_id, stopped))

}  // namespace jangteo::contracts

#pragma once

// HTTP bodies of shipments and shipping policies.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "contracts/delivery/events.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

enum class ShippingMode {
    automatic,  // a parcel is booked with the carrier as soon as the part is approved
    manual,     // the seller ships and enters the tracking number
};
BOOST_DESCRIBE_ENUM(ShippingMode, automatic, manual)

struct ShippingPolicyBody {
    ShippingMode mode = ShippingMode::automatic;
    std::optional<Text<1, 60>> carrier;  // none: the shop's
};
BOOST_DESCRIBE_STRUCT(ShippingPolicyBody, (), (mode, carrier))

struct ShippingPolicyView {
    ShippingMode mode = ShippingMode::automatic;
    std::string carrier;
    std::int64_t version = 0;  // 0: never set, the shop's default
};
BOOST_DESCRIBE_STRUCT(ShippingPolicyView, (), (mode, carrier, version))

struct TrackingNumberBody {
    Text<1, 60> carrier;
    Text<4, 40> tracking_number;
};
BOOST_DESCRIBE_STRUCT(TrackingNumberBody, (), (carrier, tracking_number))

enum class ManualShipmentStatus { in_transit, out_for_delivery, delivered, returned };
BOOST_DESCRIBE_ENUM(ManualShipmentStatus, in_transit, out_for_delivery, delivered, returned)

struct ShipmentStatusBody {
    ManualShipmentStatus status = ManualShipmentStatus::in_transit;
};
BOOST_DESCRIBE_STRUCT(ShipmentStatusBody, (), (status))

struct TrackingEventView {
    std::optional<Timestamp> time;
    std::string code;
    std::string location;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(TrackingEventView, (), (time, code, location, description))

struct RecipientView {
    std::string name;
    std::string phone;
    std::string postal_code;
    std::string address;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(RecipientView, (), (name, phone, postal_code, address, note))

struct ShipmentView {
    ShipmentId id;
    std::int64_t version = 0;
    OrderId order_id;
    EnterpriseId enterprise_id;
    ShipmentStatus status = ShipmentStatus::ready;
    std::string carrier;
    std::string tracking_number;
    bool needs_attention = false;        // somebody has to act, or something is wrong
    std::optional<std::string> problem;  // why the carrier or the tracker refused, or is silent
    bool booking_escalated = false;      // the carrier never said whether it has the parcel
    bool delivery_attempt_failed = false;
    bool exception = false;
    Timestamp created_at;
    std::optional<Timestamp> shipped_at;
    std::optional<Timestamp> delivered_at;
    std::optional<RecipientView> recipient;
    std::optional<std::vector<TrackingEventView>> events;  // left out in lists
};
BOOST_DESCRIBE_STRUCT(ShipmentView, (),
                      (id, version, order_id, enterprise_id, status, carrier, tracking_number,
                       needs_attention, problem, booking_escalated, delivery_attempt_failed,
                       exception, created_at, shipped_at, delivered_at, recipient, events))

}  // namespace jangteo::contracts

#pragma once

// What the enterprise's own people, or an operator, do to a shipment: enter the tracking number of
// a parcel shipped by hand, have the carrier asked (again) for a parcel, say where a parcel is.

#include <expected>
#include <optional>
#include <set>
#include <string>

#include "delivery/app/ports.hpp"
#include "delivery/domain/follow.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::delivery {

// Who acts on what: an operator on any shipment, others on those of their enterprise.
struct ShipmentActor {
    EnterpriseId enterprise_id;
    bool is_operator = false;

    bool may_see(const Shipment& shipment) const {
        return is_operator || (!enterprise_id.is_nil() && shipment.enterprise_id == enterprise_id);
    }
};

struct WantedShipment {
    ShipmentActor actor;
    ShipmentId id;
    std::optional<std::int64_t> version;  // empty: any
};

struct EnterTrackingNumber {
    WantedShipment shipment;
    EnteredParcel parcel;
};

enum class EnterTrackingNumberRejection {
    shipment_not_found,
    version_mismatch,
    not_ready,
    invalid_tracking_number,
};
BOOST_DESCRIBE_ENUM(EnterTrackingNumberRejection, shipment_not_found, version_mismatch, not_ready,
                    invalid_tracking_number)

struct BookShipment {
    WantedShipment shipment;
};

enum class BookShipmentRejection { shipment_not_found, version_mismatch, not_ready };
BOOST_DESCRIBE_ENUM(BookShipmentRejection, shipment_not_found, version_mismatch, not_ready)

struct MarkShipment {
    WantedShipment shipment;
    ShipmentStatus to = ShipmentStatus::delivered;
};

enum class MarkShipmentRejection {
    shipment_not_found,
    version_mismatch,
    carrier_is_tracked,
    not_on_its_way,
    not_forward,
};
BOOST_DESCRIBE_ENUM(MarkShipmentRejection, shipment_not_found, version_mismatch, carrier_is_tracked,
                    not_on_its_way, not_forward)

// What does not change while the program runs.
struct ShippingRules {
    std::string default_carrier;
    // Those whose parcels a tracking service follows: that such a parcel has arrived, which pays
    // the seller, is not the seller's to say.
    std::set<std::string> tracked_carriers;
    PollPolicy poll;
};

class ShipByHandHandler {
  public:
    ShipByHandHandler(const Shipments& shipments, const ShippingPolicies& policies,
                      ShippingRules rules)
        : shipments_(shipments), policies_(policies), rules_(std::move(rules)) {}

    std::expected<Shipment, EnterTrackingNumberRejection> handle(
        runtime::Transaction& tx, const EnterTrackingNumber& command) const;
    std::expected<Shipment, BookShipmentRejection> handle(runtime::Transaction& tx,
                                                          const BookShipment& command) const;
    std::expected<Shipment, MarkShipmentRejection> handle(runtime::Transaction& tx,
                                                          const MarkShipment& command) const;

  private:
    const Shipments& shipments_;
    const ShippingPolicies& policies_;
    ShippingRules rules_;
};

}  // namespace jangteo::delivery

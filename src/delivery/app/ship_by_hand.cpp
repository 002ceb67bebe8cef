#include "delivery/app/ship_by_hand.hpp"

#include "delivery/app/carry_out.hpp"

namespace jangteo::delivery {
namespace {

// The shipment, if the caller may act on it and it has the version that the caller has seen.
template <class Rejection>
std::expected<Shipment, Rejection> find_wanted(runtime::Transaction& tx, const Shipments& shipments,
                                               const WantedShipment& wanted) {
    auto shipment = shipments.find(tx.db(), wanted.id);
    if (!shipment || !wanted.actor.may_see(*shipment)) {
        return std::unexpected(Rejection::shipment_not_found);
    }
    if (wanted.version && *wanted.version != shipment->version) {
        return std::unexpected(Rejection::version_mismatch);
    }
    return std::move(*shipment);
}

EnterTrackingNumberRejection rejection_of(TrackingNumberRefusal refusal) {
    return refusal == TrackingNumberRefusal::not_ready
               ? EnterTrackingNumberRejection::not_ready
               : EnterTrackingNumberRejection::invalid_tracking_number;
}

MarkShipmentRejection rejection_of(MarkRefusal refusal) {
    return refusal == MarkRefusal::not_on_its_way ? MarkShipmentRejection::not_on_its_way
                                                  : MarkShipmentRejection::not_forward;
}

}  // namespace

std::expected<Shipment, EnterTrackingNumberRejection> ShipByHandHandler::handle(
    runtime::Transaction& tx, const EnterTrackingNumber& command) const {
    auto shipment = find_wanted<EnterTrackingNumberRejection>(tx, shipments_, command.shipment);
    if (!shipment) return shipment;
    auto decision = enter_tracking_number(*shipment, command.parcel, {tx.now(), rules_.poll});
    if (!decision) return std::unexpected(rejection_of(decision.error()));
    carry_out(tx, shipments_, *shipment, *decision);
    return shipment;
}

std::expected<Shipment, BookShipmentRejection> ShipByHandHandler::handle(
    runtime::Transaction& tx, const BookShipment& command) const {
    auto shipment = find_wanted<BookShipmentRejection>(tx, shipments_, command.shipment);
    if (!shipment) return shipment;
    // The carrier that the enterprise wants now: it may have changed it because this one refused.
    auto policy = policies_.find(tx.db(), shipment->enterprise_id);
    auto decision = book_by_seller(
        *shipment, policy && !policy->carrier.empty() ? policy->carrier : rules_.default_carrier);
    if (!decision) return std::unexpected(BookShipmentRejection::not_ready);
    carry_out(tx, shipments_, *shipment, *decision);
    return shipment;
}

std::expected<Shipment, MarkShipmentRejection> ShipByHandHandler::handle(
    runtime::Transaction& tx, const MarkShipment& command) const {
    auto shipment = find_wanted<MarkShipmentRejection>(tx, shipments_, command.shipment);
    if (!shipment) return shipment;
    bool is_tracked = rules_.tracked_carriers.contains(shipment->carrier);
    if (command.to == ShipmentStatus::delivered && is_tracked &&
        !command.shipment.actor.is_operator)
        return std::unexpected(MarkShipmentRejection::carrier_is_tracked);
    auto decision = mark(*shipment, command.to, tx.now());
    if (!decision) return std::unexpected(rejection_of(decision.error()));
    carry_out(tx, shipments_, *shipment, *decision);
    return shipment;
}

}  // namespace jangteo::delivery

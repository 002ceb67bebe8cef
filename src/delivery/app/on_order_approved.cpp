#include "delivery/app/on_order_approved.hpp"

#include "delivery/app/carry_out.hpp"

namespace jangteo::delivery {
namespace {

Address address_of(const std::optional<contracts::Recipient>& recipient) {
    if (!recipient) return {};
    return {recipient->name, recipient->phone, recipient->postal_code, recipient->address,
            recipient->note};
}

}  // namespace

void OnOrderApproved::handle(runtime::Transaction& tx,
                             const contracts::OrderStatusChanged& event) const {
    if (event.to != contracts::OrderStatus::approved) return;
    for (const auto& part : event.parts) {
        if (part.approved) begin(tx, event, part.enterprise_id);
    }
}

void OnOrderApproved::begin(runtime::Transaction& tx, const contracts::OrderStatusChanged& event,
                            const EnterpriseId& enterprise) const {
    auto policy = policies_.find(tx.db(), enterprise);
    Shipment shipment;
    shipment.id = tx.next_id<ShipmentId>();
    shipment.order_id = event.order_id;
    shipment.enterprise_id = enterprise;
    shipment.member_id = event.member_id;
    shipment.address = address_of(event.recipient);
    shipment.carrier = policy && !policy->carrier.empty() ? policy->carrier : default_carrier_;
    shipment.created_at = tx.now();
    bool is_automatic = !policy || policy->mode == ShippingMode::automatic;
    // The part has a shipment when the event came before, and when it was stopped before this.
    carry_out_first(tx, shipments_, shipment, is_automatic ? book(shipment) : Decision{});
}

}  // namespace jangteo::delivery

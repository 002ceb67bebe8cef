#include "delivery/in/shipment_views.hpp"

namespace jangteo::delivery {

contracts::ShipmentView view_of(const Shipment& shipment) {
    contracts::ShipmentView view;
    view.id = shipment.id;
    view.version = shipment.version;
    view.order_id = shipment.order_id;
    view.enterprise_id = shipment.enterprise_id;
    view.status = static_cast<contracts::ShipmentStatus>(shipment.status);
    view.carrier = shipment.carrier;
    view.tracking_number = shipment.tracking_number;
    view.needs_attention = shipment.needs_attention();
    if (!shipment.problem.empty()) view.problem = shipment.problem;
    view.booking_escalated = shipment.is_escalated;
    view.delivery_attempt_failed = shipment.has_failed_attempt;
    view.exception = shipment.has_exception;
    view.created_at = shipment.created_at;
    if (shipment.has_started()) view.shipped_at = shipment.shipped_at;
    if (shipment.delivered_at > Timestamp{}) view.delivered_at = shipment.delivered_at;
    return view;
}

contracts::ShipmentView detailed_view_of(sql::Connection& db, const TrackingLog& log,
                                         const Shipment& shipment) {
    contracts::ShipmentView view = view_of(shipment);
    const Address& address = shipment.address;
    view.recipient = contracts::RecipientView{address.name, address.phone, address.postal_code,
                                              address.address, address.note};
    auto& events = view.events.emplace();
    for (const TrackingEvent& event : log.list(db, shipment.id)) {
        events.push_back({event.time, event.code, event.location, event.description});
    }
    return view;
}

}  // namespace jangteo::delivery

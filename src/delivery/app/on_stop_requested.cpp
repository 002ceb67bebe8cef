#include "delivery/app/on_stop_requested.hpp"

#include <set>

#include "delivery/app/carry_out.hpp"

namespace jangteo::delivery {

void OnStopRequested::handle(runtime::Transaction& tx,
                             const contracts::OrderCancellationRequested& event) const {
    if (!event.stop_shipment) return;
    std::set<EnterpriseId> seen;
    for (const auto& line : event.lines) {
        if (seen.insert(line.enterprise_id).second) stop_part(tx, event, line.enterprise_id);
    }
}

void OnStopRequested::stop_part(runtime::Transaction& tx,
                                const contracts::OrderCancellationRequested& event,
                                const EnterpriseId& enterprise) const {
    if (auto shipment = shipments_.find_part(tx.db(), event.order_id, enterprise)) {
        return carry_out(tx, shipments_, *shipment, stop(*shipment, event.cancellation_id));
    }
    // Not created yet: kept as a stopped one, so that a later approval does not create it.
    Shipment shipment;
    shipment.id = tx.next_id<ShipmentId>();
    shipment.order_id = event.order_id;
    shipment.enterprise_id = enterprise;
    shipment.created_at = tx.now();
    Decision decision = stop(shipment, event.cancellation_id);
    carry_out_first(tx, shipments_, shipment, decision);
}

}  // namespace jangteo::delivery

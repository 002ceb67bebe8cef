#include "delivery/app/follow_parcel.hpp"

#include "delivery/app/carry_out.hpp"
#include "delivery/domain/follow.hpp"

namespace jangteo::delivery {

void FollowParcelHandler::on_poll(runtime::Transaction& tx, const ShipmentId& id) const {
    auto shipment = shipments_.find(tx.db(), id);
    if (shipment) carry_out(tx, shipments_, *shipment, take_poll(*shipment));
}

std::int64_t FollowParcelHandler::handle(runtime::Transaction& tx,
                                         const CarrierNotice& notice) const {
    std::int64_t asked = 0;
    for (Shipment& shipment : shipments_.list_by_number(tx.db(), notice.tracking_number)) {
        if (shipment.carrier != notice.carrier) continue;
        Decision decision = take_notice(shipment);
        carry_out(tx, shipments_, shipment, decision);
        asked += decision.has_changed ? 1 : 0;
    }
    return asked;
}

}  // namespace jangteo::delivery

#include "delivery/out/audit_shipments.hpp"

#include "delivery/domain/shipment.hpp"
#include "runtime/documents.hpp"

namespace jangteo::delivery {
namespace {

const sql::Query select_shipments{"SELECT id, body, status FROM delivery_shipment"};

}  // namespace

void audit_shipments(sql::Connection& db, runtime::Audit& audit) {
    auto rows = db.query(select_shipments);
    while (rows.next()) {
        std::string id = rows.id<ShipmentId>(0).text();
        auto shipment = codec::decode_avro<Shipment>(rows.bytes(1));
        audit.expect("D4", "shipments decode", shipment.has_value(), id, "its bytes are damaged");
        if (!shipment) continue;
        audit.expect("G1", "a shipment's column says what its body says",
                     rows.text(2) == codec::text_of_enum(shipment->status), id,
                     "column and body differ");
        audit.expect("A4", "a started shipment has its tracking number",
                     !shipment->has_started() || !shipment->tracking_number.empty(), id,
                     "it has started without one");
        audit.expect("G1", "a stopped shipment never started",
                     shipment->status != ShipmentStatus::stopped || !shipment->has_started(), id,
                     "it was stopped after it started");
        if (shipment->has_started()) ++audit.orders[shipment->order_id].shipments_started;
    }
}

}  // namespace jangteo::delivery

#include "delivery/out/audit_shipments.hpp"

#include "delivery/domain/shipment.hpp"
#include "runtime/documents.hpp"

namespace jangteo::delivery {
namespace {

const sql::Query select_shipments{"SELECT id_head, body, status FROM delivery_shipment"};

}  // namespace

void audit_shipments(sql::Connection& db, runtime::Audit& audit) {
    auto rows = db.query(select_shipments);
    while (rows.next()) {
        auto shipment = codec::decode_avro<Shipment>(rows.bytes(1));
        audit.expect("D4", "shipments decode", shipment.has_value(),
                     "shipment " + std::to_string(rows.integer(0)), "its bytes are damaged");
        if (!shipment) continue;
        const std::string id = shipment->id.text();
        audit.expect("G1", "a shipment's columns say what its body says",
                     rows.integer(0) == shipment->id.head() &&
                         rows.text(2) == codec::text_of_enum(shipment->status),
                     id, "column and body differ");
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

#include "delivery/app/carry_out.hpp"

#include "contracts/delivery/events.hpp"
#include "delivery/app/carrier_calls.hpp"

namespace jangteo::delivery {
namespace {

// The enumerators of both are the same words in the same order; a test holds that.
contracts::ShipmentStatus status_of(ShipmentStatus status) {
    return static_cast<contracts::ShipmentStatus>(status);
}

void announce(runtime::Transaction& tx, const Shipment& shipment, const Announcement& said) {
    // An order may have several shipments, each with versions of its own.
    auto about = runtime::subject(shipment.id, shipment.version, shipment.order_id);
    ShipmentId id = shipment.id;
    OrderId order = shipment.order_id;
    EnterpriseId enterprise = shipment.enterprise_id;
    switch (said.news) {
        case ShipmentNews::started:
            return tx.publish(about,
                              contracts::DeliveryStarted{id, order, enterprise, shipment.carrier,
                                                         shipment.tracking_number});
        case ShipmentNews::status_changed:
            return tx.publish(
                about, contracts::DeliveryStatusChanged{id, order, enterprise, status_of(said.from),
                                                        status_of(shipment.status)});
        case ShipmentNews::completed:
            return tx.publish(about, contracts::DeliveryCompleted{id, order, enterprise});
        case ShipmentNews::stop_answered:
            return tx.publish(about,
                              contracts::ShipmentStopped{order, enterprise, said.cancellation_id,
                                                         said.was_stopped});
    }
}

std::string_view effect_of(CarrierCall call) {
    switch (call) {
        case CarrierCall::book: return book_effect;
        case CarrierCall::find: return find_effect;
        case CarrierCall::cancel: return cancel_effect;
        case CarrierCall::track: return track_effect;
    }
    return track_effect;
}

void request(runtime::Transaction& tx, const Shipment& shipment, const CarrierRequest& wanted) {
    ParcelCall call{
        shipment.id, shipment.carrier, shipment.parcel_id, shipment.tracking_number, {}};
    runtime::EffectRequest effect;
    if (wanted.call == CarrierCall::book) {
        call.address = shipment.address;
        // The same booking keeps its key however often it is sent.
        effect.key = "book:" + shipment.id.text() + ":" + std::to_string(shipment.booking_number);
    }
    effect.kind = effect_of(wanted.call);
    effect.correlation = shipment.order_id.uuid();
    effect.payload = codec::encode_avro(call);
    effect.delay = wanted.delay;
    tx.request(std::move(effect));
}

void announce_and_call(runtime::Transaction& tx, const Shipment& shipment,
                       const Decision& decision) {
    for (const Announcement& said : decision.announcements) announce(tx, shipment, said);
    for (const CarrierRequest& wanted : decision.calls) request(tx, shipment, wanted);
    if (decision.poll_at) tx.set_timer(poll_timer, shipment.id.uuid(), *decision.poll_at);
}

}  // namespace

void carry_out(runtime::Transaction& tx, const Shipments& shipments, Shipment& shipment,
               const Decision& decision) {
    if (!decision.has_changed) return;
    shipments.save(tx.db(), shipment);
    announce_and_call(tx, shipment, decision);
}

void carry_out_first(runtime::Transaction& tx, const Shipments& shipments, Shipment& shipment,
                     const Decision& decision) {
    if (shipments.add(tx.db(), shipment)) announce_and_call(tx, shipment, decision);
}

}  // namespace jangteo::delivery

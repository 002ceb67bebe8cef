#include "delivery/app/take_carrier_answer.hpp"

#include "delivery/app/carrier_calls.hpp"
#include "delivery/app/carry_out.hpp"
#include "delivery/domain/follow.hpp"
#include "kernel/check.hpp"

namespace jangteo::delivery {
namespace {

AnswerKind kind_of(const runtime::Outcome& outcome) {
    switch (outcome.kind) {
        case runtime::OutcomeKind::done: return AnswerKind::done;
        case runtime::OutcomeKind::refused: return AnswerKind::refused;
        case runtime::OutcomeKind::unknown:
        case runtime::OutcomeKind::not_sent: return AnswerKind::unknown;
    }
    return AnswerKind::unknown;
}

template <class T>
T payload_of(const runtime::Outcome& outcome) {
    auto payload = codec::decode_avro<T>(outcome.payload);
    check(payload.has_value(), "an executor's own encoding decodes");
    return std::move(*payload);
}

BookingAnswer booking_answer_of(const runtime::Outcome& outcome) {
    BookingAnswer answer{kind_of(outcome), {}, outcome.code};
    if (answer.kind == AnswerKind::done) answer.parcel = payload_of<Parcel>(outcome);
    return answer;
}

}  // namespace

std::optional<Shipment> TakeCarrierAnswerHandler::shipment_of(runtime::Transaction& tx,
                                                              const runtime::Effect& effect) const {
    auto call = codec::decode_avro<ParcelCall>(effect.payload);
    check(call.has_value(), "an effect's own encoding decodes");
    return shipments_.find(tx.db(), call->shipment_id);
}

void TakeCarrierAnswerHandler::take_booking(runtime::Transaction& tx, const runtime::Effect& effect,
                                            const runtime::Outcome& outcome) const {
    auto shipment = shipment_of(tx, effect);
    if (!shipment) return;
    carry_out(tx, shipments_, *shipment,
              delivery::take_booking(*shipment, booking_answer_of(outcome), {tx.now(), poll_}));
}

void TakeCarrierAnswerHandler::take_find(runtime::Transaction& tx, const runtime::Effect& effect,
                                         const runtime::Outcome& outcome) const {
    auto shipment = shipment_of(tx, effect);
    if (!shipment) return;
    carry_out(tx, shipments_, *shipment,
              delivery::take_find(*shipment, booking_answer_of(outcome), {tx.now(), poll_}));
}

void TakeCarrierAnswerHandler::take_cancel(runtime::Transaction& tx, const runtime::Effect& effect,
                                           const runtime::Outcome& outcome) const {
    auto shipment = shipment_of(tx, effect);
    if (!shipment) return;
    carry_out(
        tx, shipments_, *shipment,
        delivery::take_cancel(*shipment, {kind_of(outcome), {}, outcome.code}, {tx.now(), poll_}));
}

void TakeCarrierAnswerHandler::take_report(runtime::Transaction& tx, const runtime::Effect& effect,
                                           const runtime::Outcome& outcome) const {
    auto shipment = shipment_of(tx, effect);
    if (!shipment) return;
    if (outcome.kind != runtime::OutcomeKind::done) {
        return carry_out(tx, shipments_, *shipment,
                         take_no_report(*shipment, outcome.code, {tx.now(), poll_}));
    }
    auto events = events_of_shipment(*shipment, payload_of<TrackingReport>(outcome));
    for (const TrackingEvent& event : events) log_.add(tx.db(), shipment->id, event);
    carry_out(tx, shipments_, *shipment,
              delivery::take_report(*shipment, events, {tx.now(), poll_}));
}

}  // namespace jangteo::delivery

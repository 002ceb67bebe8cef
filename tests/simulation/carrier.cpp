#include "tests/simulation/carrier.hpp"

#include <fmt/format.h>

#include "contracts/codec/shape.hpp"

namespace jangteo::simulation {
namespace {

using delivery::TrackingMove;
using runtime::Outcome;
using runtime::OutcomeKind;

bool can_meet(std::string_view kind, Fate fate) {
    switch (fate) {
        case Fate::error_before:
        case Fate::error_after:
        case Fate::in_flight:
        case Fate::configuration: return false;
        // Only a booking is refused for a reason of its own.
        case Fate::refused: return kind == delivery::book_effect;
        default: return true;
    }
}

}  // namespace

Carrier::Carrier(World& world) : wire(world), world_(world) {
    auto to = [this](const runtime::Effect& effect, OutcomeTaker done) {
        take(effect, std::move(done));
    };
    world.stage.carrier.to = to;
    world.stage.tracking.to = to;
}

void Carrier::take(const runtime::Effect& effect, OutcomeTaker done) {
    Wire::Call call;
    call.kind = effect.kind;
    call.apply = [this, effect] { return apply(effect); };
    call.apply_with = [this, effect](Fate) { return refuse(effect); };
    call.allows = [kind = effect.kind](Fate fate) { return can_meet(kind, fate); };
    wire.carry(std::move(call), std::move(done));
}

Outcome Carrier::apply(const runtime::Effect& effect) {
    auto call = *codec::decode_avro<delivery::ParcelCall>(effect.payload);
    if (effect.kind == delivery::book_effect) {
        // A later call with another key may have booked it meanwhile.
        const bool stays_refused =
            refused_keys_.contains(effect.key) && !booked_.contains(call.shipment_id);
        return stays_refused ? refuse(effect) : book(call);
    }
    if (effect.kind == delivery::cancel_effect) return cancel(call);
    if (effect.kind == delivery::track_effect) return track(call);
    auto found = booked_.find(call.shipment_id);
    if (found == booked_.end()) return {OutcomeKind::refused, "not_found", ""};
    return {OutcomeKind::done, "", codec::encode_avro(found->second.parcel)};
}

// A booking has one answer, however often and late it comes.
Outcome Carrier::refuse(const runtime::Effect& effect) {
    auto call = *codec::decode_avro<delivery::ParcelCall>(effect.payload);
    if (booked_.contains(call.shipment_id)) return apply(effect);
    refused_keys_.insert(effect.key);
    return {OutcomeKind::refused, "no_such_address", ""};
}

Outcome Carrier::book(const delivery::ParcelCall& call) {
    auto [found, is_new] = booked_.try_emplace(call.shipment_id);
    SimParcel& parcel = found->second;
    if (is_new) {
        ++numbers_;
        parcel.parcel = {fmt::format("pcl_{}", numbers_), call.carrier,
                         fmt::format("5000{:08}", numbers_), false};
        if (moves) let_it_move(parcel);
    }
    return {OutcomeKind::done, "", codec::encode_avro(parcel.parcel)};
}

Outcome Carrier::cancel(const delivery::ParcelCall& call) {
    auto found = booked_.find(call.shipment_id);
    if (found == booked_.end()) return {OutcomeKind::refused, "not_found", ""};
    if (found->second.is_picked_up) return {OutcomeKind::refused, "already_picked_up", ""};
    found->second.parcel.is_cancelled = true;
    return {OutcomeKind::done, "", ""};
}

Outcome Carrier::track(const delivery::ParcelCall& call) {
    delivery::TrackingReport report;
    if (auto brought = brought_.find(call.tracking_number); brought != brought_.end()) {
        report.events = brought->second.scans;
    } else if (auto found = booked_.find(call.shipment_id); found != booked_.end()) {
        report.events = found->second.scans;
    } else {
        return {OutcomeKind::refused, "not_found", ""};
    }
    return {OutcomeKind::done, "", codec::encode_avro(report)};
}

void Carrier::bring(const std::string& carrier, const std::string& tracking_number) {
    SimParcel& parcel = brought_[tracking_number];
    parcel.parcel = {"", carrier, tracking_number, false};
    parcel.is_picked_up = true;
    if (moves) let_it_move(parcel);
}

void Carrier::let_it_move(SimParcel& parcel) {
    Chance& chance = world_.chance;
    Duration at = chance.between(minutes(5), hours(4));
    plan(parcel, at, TrackingMove::picked_up);
    at = at + chance.between(minutes(30), hours(6));
    plan(parcel, at, TrackingMove::in_transit);
    if (chance.one_in(12)) {
        plan(parcel, at + hours(8), TrackingMove::attempt_failed);
        return plan(parcel, at + chance.between(hours(9), hours(40)), TrackingMove::returned);
    }
    at = at + chance.between(minutes(30), hours(6));
    plan(parcel, at, TrackingMove::out_for_delivery);
    if (chance.one_in(10)) plan(parcel, at + minutes(50), TrackingMove::exception);
    plan(parcel, at + chance.between(hours(1), hours(9)), TrackingMove::delivered);
}

void Carrier::plan(SimParcel& parcel, Duration delay, TrackingMove move) {
    world_.after(delay, [this, &parcel, move] { scan(parcel, move); });
}

void Carrier::scan(SimParcel& parcel, TrackingMove move) {
    if (parcel.parcel.is_cancelled) return;
    parcel.is_picked_up = true;
    delivery::TrackingEvent event;
    event.time = world_.now();
    event.code = codec::text_of_enum(move);
    event.move = move;
    // Some carriers list the newest first.
    if (world_.chance.one_in(4)) {
        parcel.scans.insert(parcel.scans.begin(), event);
    } else {
        parcel.scans.push_back(event);
    }
    notify(parcel);
}

void Carrier::notify(const SimParcel& parcel) {
    Faults& faults = world_.faults;
    if (faults.strikes(Trouble::notice_lost)) return;
    int times = faults.strikes(Trouble::notice_repeated) ? 4 : 1;
    std::string body = fmt::format(R"({{"carrierId":"{}","trackingNumber":"{}"}})",
                                   parcel.parcel.carrier, parcel.parcel.tracking_number);
    for (int i = 0; i < times; ++i) {
        Duration delay = faults.chance().between({}, seconds(2));
        if (faults.strikes(Trouble::notice_late))
            delay = faults.chance().between(minutes(1), hours(12));
        world_.after(delay, [this, body] {
            world_.ask(
                {.method = runtime::Method::post, .path = "/v1/webhooks/carrier", .body = body},
                [](const runtime::HttpAnswer&) {}, 8);
        });
    }
}

}  // namespace jangteo::simulation

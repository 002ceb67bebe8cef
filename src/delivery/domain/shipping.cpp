#include "delivery/domain/shipping.hpp"

#include <algorithm>

#include "delivery/domain/follow.hpp"

namespace jangteo::delivery {

bool Shipment::is_to_be_stopped() const {
    return std::ranges::any_of(stops, [](const StopRequest& stop) { return !stop.is_answered; });
}

namespace {

void answer_stops(Shipment& shipment, Decision& decision) {
    bool was_stopped = shipment.status == ShipmentStatus::stopped;
    for (StopRequest& stop : shipment.stops) {
        if (stop.is_answered) continue;
        stop.is_answered = true;
        decision.announcements.push_back({.news = ShipmentNews::stop_answered,
                                          .cancellation_id = stop.cancellation_id,
                                          .was_stopped = was_stopped});
    }
}

// Nothing is asked of the carrier any more.
void rest(Shipment& shipment) {
    shipment.step = BookingStep::none;
    shipment.asks = 0;
    shipment.times_not_found = 0;
    shipment.is_escalated = false;
}

void start(Shipment& shipment, const Moment& moment, Decision& decision) {
    rest(shipment);
    shipment.status = ShipmentStatus::shipped;
    shipment.problem.clear();
    shipment.shipped_at = moment.now;
    decision.announcements.push_back({.news = ShipmentNews::started});
    answer_stops(shipment, decision);
    schedule_poll(shipment, moment, decision);
}

void end_stopped(Shipment& shipment, Decision& decision) {
    rest(shipment);
    shipment.status = ShipmentStatus::stopped;
    answer_stops(shipment, decision);
}

CarrierCall call_of(BookingStep step) {
    if (step == BookingStep::cancelling) return CarrierCall::cancel;
    return step == BookingStep::finding ? CarrierCall::find : CarrierCall::book;
}

// Later and later, until it is somebody's business.
void ask(Shipment& shipment, BookingStep step, const std::string& problem, Decision& decision) {
    shipment.step = step;
    shipment.problem = problem;
    ++shipment.asks;
    shipment.is_escalated = shipment.asks > asks_max;
    if (shipment.is_escalated) return;
    decision.calls.push_back({call_of(step), asking_delay(shipment.asks)});
}

void ask_again(Shipment& shipment, Decision& decision) {
    shipment.asks = 0;
    shipment.is_escalated = false;
    decision.calls.push_back({call_of(shipment.step)});
}

// The carrier has the parcel.
void take_parcel(Shipment& shipment, const Parcel& parcel, const Moment& moment,
                 Decision& decision) {
    shipment.parcel_id = parcel.parcel_id;
    shipment.carrier = parcel.carrier;
    shipment.tracking_number = parcel.tracking_number;
    shipment.asks = 0;
    if (!shipment.is_to_be_stopped()) return start(shipment, moment, decision);
    // It may still be before pickup: the carrier decides the race.
    shipment.step = BookingStep::cancelling;
    decision.calls.push_back({CarrierCall::cancel});
}

// The carrier has no parcel and gets none from us now.
void end_unbooked(Shipment& shipment, const std::string& problem, Decision& decision) {
    if (shipment.is_to_be_stopped()) return end_stopped(shipment, decision);
    rest(shipment);
    shipment.status = ShipmentStatus::ready;
    shipment.problem = problem;
}

void take_not_found(Shipment& shipment, const std::string& code, Decision& decision) {
    ++shipment.times_not_found;
    // To book again is safe at once: the same reference and key make the booking single. To call
    // the shipment stopped is not, as long as the booking may arrive late.
    if (!shipment.is_to_be_stopped()) return ask(shipment, BookingStep::booking, code, decision);
    if (shipment.times_not_found >= not_found_min) return end_unbooked(shipment, "", decision);
    ask(shipment, BookingStep::finding, code, decision);
}

bool is_separator(char c) { return c == '-' || c == ' '; }

// Carriers write their numbers with dashes and without; without, they can be compared. Empty when
// it is none.
std::string plain_number(const std::string& entered) {
    constexpr std::size_t length_min = 4;
    std::string number;
    for (char c : entered) {
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (is_plain) number += c;
        if (!is_plain && !is_separator(c)) return "";
    }
    return number.size() < length_min ? "" : number;
}

}  // namespace

Decision book(Shipment& shipment) {
    Decision decision;
    rest(shipment);
    shipment.status = ShipmentStatus::booking;
    shipment.step = BookingStep::booking;
    shipment.problem.clear();
    ++shipment.booking_number;
    decision.calls.push_back({CarrierCall::book});
    return decision;
}

std::expected<Decision, BookRefusal> book_by_seller(Shipment& shipment,
                                                    const std::string& carrier) {
    if (shipment.is_escalated) {
        Decision decision;
        ask_again(shipment, decision);
        return decision;
    }
    if (shipment.status != ShipmentStatus::ready) return std::unexpected(BookRefusal::not_ready);
    shipment.carrier = carrier;
    return book(shipment);
}

std::expected<Decision, TrackingNumberRefusal> enter_tracking_number(Shipment& shipment,
                                                                     const EnteredParcel& entered,
                                                                     const Moment& moment) {
    if (shipment.status != ShipmentStatus::ready) {
        return std::unexpected(TrackingNumberRefusal::not_ready);
    }
    std::string number = plain_number(entered.tracking_number);
    if (number.empty()) return std::unexpected(TrackingNumberRefusal::invalid_tracking_number);
    Decision decision;
    shipment.carrier = entered.carrier;
    shipment.tracking_number = std::move(number);
    start(shipment, moment, decision);
    return decision;
}

Decision take_booking(Shipment& shipment, const BookingAnswer& answer, const Moment& moment) {
    if (shipment.step != BookingStep::booking) return Decision::nothing();
    Decision decision;
    switch (answer.kind) {
        case AnswerKind::done: take_parcel(shipment, answer.parcel, moment, decision); break;
        case AnswerKind::refused: end_unbooked(shipment, answer.code, decision); break;
        case AnswerKind::unknown: ask(shipment, BookingStep::finding, answer.code, decision); break;
    }
    return decision;
}

Decision take_find(Shipment& shipment, const BookingAnswer& answer, const Moment& moment) {
    if (shipment.step != BookingStep::finding) return Decision::nothing();
    Decision decision;
    if (answer.kind == AnswerKind::unknown) {
        ask(shipment, BookingStep::finding, answer.code, decision);
    } else if (answer.kind == AnswerKind::refused) {
        take_not_found(shipment, answer.code, decision);
    } else if (answer.parcel.is_cancelled) {
        end_unbooked(shipment, "cancelled_by_carrier", decision);
    } else {
        take_parcel(shipment, answer.parcel, moment, decision);
    }
    return decision;
}

Decision take_cancel(Shipment& shipment, const BookingAnswer& answer, const Moment& moment) {
    if (shipment.step != BookingStep::cancelling) return Decision::nothing();
    Decision decision;
    switch (answer.kind) {
        case AnswerKind::done: end_stopped(shipment, decision); break;
        case AnswerKind::refused: start(shipment, moment, decision); break;
        case AnswerKind::unknown:
            ask(shipment, BookingStep::cancelling, answer.code, decision);
            break;
    }
    return decision;
}

Decision stop(Shipment& shipment, const CancellationId& cancellation) {
    bool is_known = std::ranges::any_of(shipment.stops, [&](const StopRequest& stop) {
        return stop.cancellation_id == cancellation;
    });
    if (is_known) return Decision::nothing();
    Decision decision;
    shipment.stops.push_back({cancellation, false});
    if (shipment.status == ShipmentStatus::ready) shipment.status = ShipmentStatus::stopped;
    // While the carrier is being asked, its answer decides.
    if (shipment.status != ShipmentStatus::booking) {
        answer_stops(shipment, decision);
    } else if (shipment.is_escalated) {
        ask_again(shipment, decision);
    }
    return decision;
}

}  // namespace jangteo::delivery

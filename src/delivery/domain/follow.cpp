#include "delivery/domain/follow.hpp"

#include <algorithm>
#include <utility>

namespace jangteo::delivery {
namespace {

// The enumerators stand in the order of the way; a parcel that is back went no further.
bool is_forward(ShipmentStatus from, ShipmentStatus to) {
    return to > from && to <= ShipmentStatus::returned;
}

// How far a move brings a shipment: no further than it is, perhaps.
ShipmentStatus status_after(ShipmentStatus current, TrackingMove move) {
    ShipmentStatus next = current;
    switch (move) {
        case TrackingMove::in_transit: next = ShipmentStatus::in_transit; break;
        case TrackingMove::out_for_delivery: next = ShipmentStatus::out_for_delivery; break;
        case TrackingMove::delivered: next = ShipmentStatus::delivered; break;
        case TrackingMove::returned: next = ShipmentStatus::returned; break;
        case TrackingMove::none:
        case TrackingMove::picked_up:
        case TrackingMove::attempt_failed:
        case TrackingMove::exception: break;
    }
    return is_forward(current, next) ? next : current;
}

void move_to(Shipment& shipment, ShipmentStatus to, Timestamp when, Decision& decision) {
    if (to == shipment.status) return;
    ShipmentStatus from = shipment.status;
    shipment.status = to;
    shipment.polls = 0;  // A parcel that moves is looked for more often.
    if (to == ShipmentStatus::delivered) {
        shipment.delivered_at = when;
        decision.announcements.push_back({.news = ShipmentNews::completed});
    } else {
        decision.announcements.push_back({.news = ShipmentNews::status_changed, .from = from});
    }
}

// After an answer: the next question, now or later.
void go_on(Shipment& shipment, const Moment& moment, Decision& decision) {
    bool has_news = std::exchange(shipment.has_news, false);
    if (!shipment.is_on_its_way()) return;
    if (shipment.next_poll_at <= moment.now) schedule_poll(shipment, moment, decision);
    if (!has_news) return;
    shipment.is_tracking = true;
    decision.calls.push_back({CarrierCall::track});
}

}  // namespace

Duration poll_interval(const Shipment& shipment, const PollPolicy& policy) {
    Duration interval = policy.first;
    for (std::int64_t i = 0; i < shipment.polls && interval < policy.longest; ++i) {
        interval = interval * 2;
    }
    interval = std::min(interval, std::max(policy.first, policy.longest));
    std::int64_t jitter = shipment.id.uuid().back();
    return interval + microseconds(interval.us / 10 * jitter / 256);
}

void schedule_poll(Shipment& shipment, const Moment& moment, Decision& decision) {
    if (moment.poll.first == Duration{}) return;
    shipment.next_poll_at = moment.now + poll_interval(shipment, moment.poll);
    if (shipment.next_poll_at > shipment.shipped_at + moment.poll.lasting) {
        shipment.problem = tracking_ended;
        return;
    }
    ++shipment.polls;
    decision.poll_at = shipment.next_poll_at;
}

Decision ask_tracking(Shipment& shipment) {
    if (!shipment.is_on_its_way() || shipment.is_tracking) return Decision::nothing();
    Decision decision;
    shipment.is_tracking = true;
    decision.calls.push_back({CarrierCall::track});
    return decision;
}

Decision take_poll(Shipment& shipment) {
    if (!shipment.is_on_its_way()) return Decision::nothing();
    shipment.next_poll_at = {};
    return shipment.is_tracking ? Decision{} : ask_tracking(shipment);
}

Decision take_notice(Shipment& shipment) {
    bool is_noted = shipment.is_tracking && shipment.has_news;
    if (!shipment.is_on_its_way() || is_noted) return Decision::nothing();
    if (!shipment.is_tracking) return ask_tracking(shipment);
    shipment.has_news = true;
    return {};
}

std::vector<TrackingEvent> events_of_shipment(const Shipment& shipment, TrackingReport report) {
    auto& events = report.events;
    Timestamp earliest = shipment.created_at - scan_tolerance;
    std::erase_if(events,
                  [&](const TrackingEvent& event) { return event.time && *event.time < earliest; });
    // Scans without a time keep their place among the last.
    std::ranges::stable_sort(events, {}, [](const TrackingEvent& event) {
        return event.time.value_or(latest_timestamp);
    });
    return std::move(events);
}

Decision take_report(Shipment& shipment, const std::vector<TrackingEvent>& events,
                     const Moment& moment) {
    Decision decision;
    shipment.is_tracking = false;
    if (!shipment.is_on_its_way()) return decision;
    shipment.problem.clear();
    ShipmentStatus to = shipment.status;
    Timestamp when = moment.now;
    for (const TrackingEvent& event : events) {
        if (event.move == TrackingMove::attempt_failed) shipment.has_failed_attempt = true;
        if (event.move == TrackingMove::exception) shipment.has_exception = true;
        ShipmentStatus next = status_after(to, event.move);
        if (next == to) continue;
        to = next;
        when = event.time.value_or(moment.now);
        // The parcel's journey ends here; later scans are about something else.
        if (to == ShipmentStatus::delivered || to == ShipmentStatus::returned) break;
    }
    move_to(shipment, to, when, decision);
    go_on(shipment, moment, decision);
    return decision;
}

Decision take_no_report(Shipment& shipment, const std::string& code, const Moment& moment) {
    Decision decision;
    shipment.is_tracking = false;
    if (!shipment.is_on_its_way()) return decision;
    shipment.problem = code;
    go_on(shipment, moment, decision);
    return decision;
}

std::expected<Decision, MarkRefusal> mark(Shipment& shipment, ShipmentStatus to, Timestamp now) {
    if (!shipment.is_on_its_way()) return std::unexpected(MarkRefusal::not_on_its_way);
    if (!is_forward(shipment.status, to)) return std::unexpected(MarkRefusal::not_forward);
    Decision decision;
    move_to(shipment, to, now, decision);
    return decision;
}

}  // namespace jangteo::delivery

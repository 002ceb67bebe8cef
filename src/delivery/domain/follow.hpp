#pragma once

// Following a parcel: reports move a shipment forward, never back; asking grows rarer as long as
// nothing moves, and ends one day.

#include <expected>

#include "delivery/domain/shipping.hpp"

namespace jangteo::delivery {

// Carriers use tracking numbers again after some months, and their clocks are not ours: scans this
// much older than the shipment belong to another parcel.
inline constexpr Duration scan_tolerance = days(1);

// The jitter spreads the shipments of one minute: up to a tenth, from the id.
Duration poll_interval(const Shipment& shipment, const PollPolicy& policy);
void schedule_poll(Shipment& shipment, const Moment& moment, Decision& decision);

// The timer is due: asks the tracking service, once at a time.
Decision ask_tracking(Shipment& shipment);
// Its timer has fired, so none is set until the answer sets one, whatever the clock says then.
Decision take_poll(Shipment& shipment);
// Somebody says that there is news. Asks, at once or after the answer that is under way.
Decision take_notice(Shipment& shipment);

// Leaves out what belongs to an earlier parcel with the same number; sorts by time.
std::vector<TrackingEvent> events_of_shipment(const Shipment& shipment, TrackingReport report);

// `events` as events_of_shipment() gives them.
Decision take_report(Shipment& shipment, const std::vector<TrackingEvent>& events,
                     const Moment& moment);
// The tracking service did not answer, or does not know the parcel; `code` says which.
Decision take_no_report(Shipment& shipment, const std::string& code, const Moment& moment);

enum class MarkRefusal { not_on_its_way, not_forward };
BOOST_DESCRIBE_ENUM(MarkRefusal, not_on_its_way, not_forward)

// Somebody says where the parcel is.
std::expected<Decision, MarkRefusal> mark(Shipment& shipment, ShipmentStatus to, Timestamp now);

}  // namespace jangteo::delivery

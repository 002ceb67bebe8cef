#pragma once

// What carriers tell of a parcel, in our words. Each tracking service's codes are mapped to these
// at the edge (out/).

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::delivery {

enum class TrackingMove {
    none,  // known, and nothing moved
    picked_up,
    in_transit,
    out_for_delivery,
    delivered,
    returned,        // back at the sender
    attempt_failed,  // a flag: nobody was there
    exception,       // a flag: something is wrong
};
BOOST_DESCRIBE_ENUM(TrackingMove, none, picked_up, in_transit, out_for_delivery, delivered,
                    returned, attempt_failed, exception)

// One scan, as the carrier told it.
struct TrackingEvent {
    std::optional<Timestamp> time;
    std::string code;
    std::string location;
    std::string description;
    TrackingMove move = TrackingMove::none;
};
BOOST_DESCRIBE_STRUCT(TrackingEvent, (), (time, code, location, description, move))

// All that the carrier tells of a parcel, in no particular order.
struct TrackingReport {
    std::vector<TrackingEvent> events;
};
BOOST_DESCRIBE_STRUCT(TrackingReport, (), (events))

}  // namespace jangteo::delivery

#pragma once

// The calls to carriers and tracking services as effects carry them. A booking, and a search for
// one, bring a Parcel (domain/shipping.hpp); a tracking call brings a TrackingReport.

#include <boost/describe.hpp>

#include <string>
#include <string_view>

#include "delivery/domain/shipping.hpp"

namespace jangteo::delivery {

inline constexpr std::string_view book_effect = "carrier.book";
inline constexpr std::string_view find_effect = "carrier.find";
inline constexpr std::string_view cancel_effect = "carrier.cancel";
inline constexpr std::string_view track_effect = "carrier.track";

// One payload for all four, because each needs little: the shipment is the reference at the
// carrier.
struct ParcelCall {
    ShipmentId shipment_id;
    std::string carrier;
    std::string parcel_id;
    std::string tracking_number;
    std::optional<Address> address;  // of a booking
};
BOOST_DESCRIBE_STRUCT(ParcelCall, (), (shipment_id, carrier, parcel_id, tracking_number, address))

}  // namespace jangteo::delivery

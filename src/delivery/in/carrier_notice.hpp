#pragma once

// The tracking service's webhook bodies: a carrier and a tracking number. Fields that we do not
// know are passed over, because the service may add any.

#include <optional>
#include <string_view>

#include "delivery/app/follow_parcel.hpp"

namespace jangteo::delivery {

// nullopt: not what the service sends.
std::optional<CarrierNotice> parse_carrier_notice(std::string_view body);

}  // namespace jangteo::delivery

#pragma once

// The provider's webhook bodies. Three envelopes are known; fields that we do not know are passed
// over, because the provider may add any.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "payment/app/take_payment_notice.hpp"

namespace jangteo::payment {

struct OtherNotice {};      // well-formed, and not about a payment of ours
struct MalformedNotice {};  // not what the provider sends

using ParsedNotice = std::variant<TakePaymentNotice, OtherNotice, MalformedNotice>;

ParsedNotice parse_toss_notice(std::string_view body);

}  // namespace jangteo::payment

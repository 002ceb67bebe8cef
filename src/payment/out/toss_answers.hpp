#pragma once

// What the Toss Payments API answers, as outcomes. Pure. Unknown fields are passed over and unknown
// words become `unrecognised`, because the provider may add any at any time.

#include <optional>
#include <string_view>

#include "payment/domain/provider_payment.hpp"
#include "platform/http/client.hpp"
#include "runtime/registry.hpp"

namespace jangteo::payment {

std::optional<ProviderPayment> parse_toss_payment(std::string_view body);

// The outcome of the effect of this kind. 4xx and 5xx with the provider's own code are answers;
// without one, a server in between has spoken, and what the provider did is unknown.
runtime::Outcome toss_outcome(std::string_view effect_kind,
                              const platform::http::ClientResult& result);

}  // namespace jangteo::payment

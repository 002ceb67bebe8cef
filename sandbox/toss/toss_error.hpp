#pragma once

// The error catalogue of the API: what each code's HTTP status is and what it says.

#include <optional>
#include <string>
#include <string_view>

#include "sandbox/toss/payment_json.hpp"

namespace jangteo::sandbox::toss {

// The HTTP status of a code; nullopt when there is no such code.
std::optional<int> status_of(std::string_view code);

std::string message_of(std::string_view code, Language language);

// {"code":…,"message":…}
std::string error_body(std::string_view code, Language language);

}  // namespace jangteo::sandbox::toss

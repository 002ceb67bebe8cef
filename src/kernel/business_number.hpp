#pragma once

// The Korean business registration number (사업자등록번호): ten digits, the last of which checks
// the others. It finds slips of the pen; whether the business exists only the tax office knows.

#include <optional>
#include <string>
#include <string_view>

namespace jangteo {

// Ten digits, or with hyphens as on paper (123-45-67890). Gives the ten digits.
std::optional<std::string> parse_business_number(std::string_view text);

}  // namespace jangteo

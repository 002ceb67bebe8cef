#pragma once

// Percent-decoding of request targets (RFC 3986) and query strings
// (application/x-www-form-urlencoded).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jangteo::runtime {

// nullopt: a broken escape, or a decoded control character.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// Everything but unreserved characters (RFC 3986 §2.3) escaped.
std::string percent_encode(std::string_view text);

// In order of appearance; nullopt when any part does not decode. At most 64 parameters.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text);

}  // namespace jangteo::runtime

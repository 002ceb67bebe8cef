#pragma once

// What a text may hold, shared by every encoding. Pure functions over bytes; none of them throws.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jangteo::codec {

inline constexpr std::size_t email_local_part_max = 64;  // RFC 5321, 4.5.3.1.1
inline constexpr std::size_t host_label_max = 63;        // RFC 1035, 2.3.4

// The number of code points, or nothing when the bytes are not well-formed UTF-8 (Unicode 15, table
// 3-7).
std::optional<std::size_t> count_code_points(std::string_view text);

// True for the Unicode category Cc, except newline and tab. The text must be well-formed UTF-8.
bool has_control_character(std::string_view text);

// ASCII only: a mailbox that works everywhere. Addresses in other scripts reach us as punycode.
bool is_email(std::string_view text);

// http or https, a host, no user information (it hides where a link leads), ASCII.
bool is_url(std::string_view text);

// ASCII only, as the rules above allow nothing else.
std::string to_lower_case(std::string_view text);

}  // namespace jangteo::codec

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jangteo::sandbox {

// "user:password" of an Authorization header (RFC 7617); nullopt when it is not of that kind.
std::optional<std::string> basic_credentials(std::string_view authorization);

}  // namespace jangteo::sandbox

#pragma once

#include <string>
#include <string_view>

#include "kernel/fault.hpp"

namespace jangteo::platform::postgres {

// Of a five-letter SQLSTATE; "" when the server could not be asked.
FaultKind fault_kind_of(std::string_view state);

// libpq's words on one line, without its prefixes.
std::string one_line(std::string_view words);

}  // namespace jangteo::platform::postgres

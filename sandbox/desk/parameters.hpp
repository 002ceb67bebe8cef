#pragma once

#include <string>
#include <string_view>

#include "platform/http/url.hpp"

namespace jangteo::sandbox {

// The first value of a parameter in a query string or a posted form; "" when absent or not well
// formed.
inline std::string parameter_in(std::string_view query, std::string_view name) {
    const auto parameters = platform::http::parse_query(query);
    if (!parameters) return {};
    for (const auto& parameter : *parameters) {
        if (parameter.name == name) return parameter.value;
    }
    return {};
}

}  // namespace jangteo::sandbox

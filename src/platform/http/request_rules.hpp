#pragma once

// What holds for a request in every version of HTTP.

#include <boost/beast/http/verb.hpp>
#include <cstddef>
#include <string_view>

#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

// Of a body's announced length, so much is reserved at once; more only when it really arrives.
inline constexpr std::size_t body_reserve_max = 64 << 10;

runtime::Method method_of(boost::beast::http::verb verb);

// Splits the target into path and query. False when it is none that is served here.
bool set_target(runtime::HttpRequest& request, std::string_view target);

// The one value of `Expect` that can be met.
bool is_continue(std::string_view expectation);

bool equals_ignoring_case(std::string_view text, std::string_view lower_case);

}  // namespace jangteo::platform::http

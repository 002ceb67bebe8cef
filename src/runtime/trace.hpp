#pragma once

// W3C Trace Context (https://www.w3.org/TR/trace-context/): traceparent in, and a child of it for
// this request.

#include <string>
#include <string_view>

#include "runtime/clock.hpp"

namespace jangteo::runtime {

bool valid_traceparent(std::string_view text);

// A new span: in the trace of `parent` when that is valid, else in a new one.
std::string child_traceparent(std::string_view parent, Random& random);

}  // namespace jangteo::runtime

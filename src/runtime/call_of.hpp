#pragma once

// What every answer needs of its request, however little of that could be read: the language, the
// trace, and the id that the client gave it.

#include <string_view>

#include "runtime/call.hpp"
#include "runtime/clock.hpp"

namespace jangteo::runtime {

Call call_of(const HttpRequest& request, Random& random);

// The headers that name the trace and the client's id.
void add_trace(HttpAnswer& answer, const Call& call);

// Without blanks and control characters: fit to stand in a header as it is.
bool is_visible_ascii(std::string_view text);

}  // namespace jangteo::runtime

#pragma once

// What every answer needs of its request, however little of that could be read: the language, the
// trace, and the id that the client gave it.

#include <string>
#include <string_view>
#include <vector>

#include "runtime/call.hpp"
#include "runtime/clock.hpp"

namespace jangteo::runtime {

Call call_of(const HttpRequest& request, Random& random);

// Whose request it is: the peer's address, or, behind proxies that are trusted, the last address in
// X-Forwarded-For that is not one of theirs.
std::string_view client_address(const HttpRequest& request,
                                const std::vector<std::string>& trusted_proxies);

// The answer to a request that no route has seen: a problem with its trace; 503 says when to come
// back.
HttpAnswer refusal(const HttpRequest& request, Random& random, int status, std::string_view code,
                   Words title);

// The headers that name the trace and the client's id.
void add_trace(HttpAnswer& answer, const Call& call);

// Without blanks and control characters: fit to stand in a header as it is.
bool is_visible_ascii(std::string_view text);

}  // namespace jangteo::runtime

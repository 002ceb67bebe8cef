#pragma once

// A request as one process of the shop hands it on to another, and the answer on its way back. Any
// thread.

#include "platform/http/client.hpp"
#include "runtime/clock.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::boot {

// Longer than the longest wait that a client may ask for.
inline constexpr Duration forward_patience = seconds(40);
inline constexpr std::size_t forward_connections_max = 256;  // to one process

platform::http::ClientRequest forwarded(const runtime::HttpRequest& request);
runtime::HttpAnswer forwarded(platform::http::ClientAnswer answer);
// What the client is told when none came.
runtime::HttpAnswer not_forwarded(const runtime::HttpRequest& request, runtime::Random& random,
                                  platform::http::ClientFailure failure);

}  // namespace jangteo::boot

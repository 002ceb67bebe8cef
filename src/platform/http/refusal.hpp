#pragma once

// What a client is told when the engine refuses it: the same problem, trace and language as of any
// other answer.

#include "platform/http/server.hpp"
#include "runtime/clock.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

// `read` is the request as far as it could be read.
runtime::HttpAnswer refusal(EngineError error, const runtime::HttpRequest& read,
                            runtime::Random& random);

}  // namespace jangteo::platform::http

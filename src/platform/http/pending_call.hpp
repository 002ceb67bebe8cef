#pragma once

// A request that was handed to a client and has no result yet.

#include <chrono>
#include <functional>

#include "platform/http/client.hpp"

namespace jangteo::platform::http {

struct PendingCall {
    ClientRequest request;
    std::chrono::steady_clock::time_point deadline;
    std::function<void(ClientResult)> on_result;
    AnswerStream stream;
    bool was_returned = false;  // by a connection that did not get to it: once, then it failed
};

}  // namespace jangteo::platform::http

#pragma once

// What a stand-in for an outside system is, apart from HTTP and time: calls in, replies out. A
// Provider lives on one thread. Whatever it changes it has written to its Journal before it
// returns; the reply leaves after the commit.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::sandbox {

struct Call {
    const runtime::HttpRequest& request;
    Timestamp now;
};

struct Reply {
    int status = 200;
    std::string body;
    std::string_view content_type = "application/json;charset=UTF-8";
    std::vector<runtime::Header> headers;

    bool is_cut = false;  // the connection is closed instead of an answer
    Duration delay;       // the answer leaves so much later
    std::int64_t behind_callback =
        0;  // the answer leaves when this callback has been tried; 0: none
    std::function<void()> when_sent;  // for delayed answers: the call is no longer under way
};

class Provider {
  public:
    virtual ~Provider() = default;

    virtual Reply handle(const Call& call) = 0;
    // What time does: expiry, deposits that do not come, parcels that move.
    virtual void tick(Timestamp now) = 0;
    // After each commit: callbacks may leave now.
    virtual void on_committed(Timestamp now) = 0;
};

}  // namespace jangteo::sandbox

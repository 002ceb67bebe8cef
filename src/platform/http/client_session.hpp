#pragma once

// ClientSession: the calls on one connection, in the words of one version of HTTP. It belongs to
// its ClientConnection, which moves the bytes, and which it tells when the connection must end.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "platform/http/input_buffer.hpp"
#include "platform/http/pending_call.hpp"

namespace jangteo::platform::http {

class ClientSession {
  public:
    enum class State : std::uint8_t {
        asking,   // whether the server speaks this version; no call may be on the way
        open,     // calls may come
        strange,  // the server does not speak this version
        done,     // nothing more will be said on this connection
    };

    virtual ~ClientSession() = default;

    virtual State state() const = 0;
    virtual std::size_t calls_max() const = 0;  // at one time, as the server allows
    virtual std::size_t calls() const = 0;
    virtual bool takes_calls() const = 0;
    virtual void take(PendingCall call) = 0;  // takes_calls(); what it says comes by write()

    // Appends what is to be said, some of it when it is much.
    virtual void write(std::string& out) = 0;
    virtual void read(InputBuffer& input) = 0;
    virtual void read_end() {}  // the server said that it has no more to say
    virtual void on_tick(std::chrono::steady_clock::time_point now) = 0;
    // The connection is closed: ends every call.
    virtual void drop_calls(std::string_view words) = 0;

  protected:
    // Where a call begins that has not been said yet, in all that is said on the line.
    static constexpr auto nowhere = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace jangteo::platform::http

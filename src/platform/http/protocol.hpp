#pragma once

// Protocol: what is spoken on a connection. It takes requests from the connection's input, hands
// them out and appends their answers to the connection's output; the socket is the connection's.
// Owned by its Connection, which alone calls it.

#include "platform/http/mailbox.hpp"
#include "platform/http/server.hpp"

namespace jangteo::platform::http {

class Protocol {
  public:
    virtual ~Protocol() = default;

    // Takes what it can of the input. True when it stopped at a limit and not for want of bytes.
    virtual bool consume() = 0;
    virtual bool takes_more() const = 0;
    // Takes an answer without writing yet.
    virtual void apply(Message&& message) = 0;

    // No request is being received, none waits for an answer.
    virtual bool is_quiet() const = 0;
    // Nothing came for so long that the connection shall close.
    virtual void on_idle() = 0;
    // Checks the times of requests and streams.
    virtual void on_tick() = 0;

    virtual void begin_drain() = 0;
    virtual void on_eof() = 0;
    // All output is in the hands of the socket.
    virtual void on_flushed() = 0;
    virtual void on_cut() = 0;
};

}  // namespace jangteo::platform::http

#pragma once

// Message: one unit of work for the lane: a command, an event for one consumer, an outcome, a due
// timer, a retry.

#include <exception>
#include <string>
#include <string_view>

#include "runtime/after_flush.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::runtime {

class Message {
  public:
    virtual ~Message() = default;

    virtual std::string cause() const = 0;  // for the record, e.g. "command create_order"
    virtual std::string trace() const { return {}; }

    // Before the first message of the batch is handled: what they will look for is looked for
    // together.
    virtual void prepare() {}

    // In the batch's transaction. May run again after a roll-back, so it keeps no state of a run
    // that did not commit.
    virtual void handle(Transaction& tx) = 0;

    // It is committed, and durable when `after` runs.
    virtual void committed(AfterFlush& after) { static_cast<void>(after); }

    // It threw even alone. Writes what must be kept of it (a dead letter) in a transaction of its
    // own; false: nothing is kept, failed() tells whoever waits.
    virtual bool set_aside(Transaction& tx, std::string_view error) = 0;
    virtual void failed(const std::exception& error) = 0;
    // What set_aside() wrote is committed, and durable when `after` runs.
    virtual void kept(AfterFlush& after) { static_cast<void>(after); }

    // When the store itself is down. True: it waits until the store works again. False: somebody
    // waits for its answer and is told at once, through failed().
    virtual bool outlasts_the_store() const { return true; }
};

}  // namespace jangteo::runtime

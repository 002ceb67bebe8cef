#pragma once

// What goes out once a commit is durable: answers to whoever waits, calls to the outside. It is
// made on the lane's thread, from what was committed, and runs on whichever thread flushed.

#include <functional>
#include <vector>

namespace jangteo::runtime {

using AfterFlush = std::vector<std::function<void()>>;

// Makes commits durable while the lane goes on with its next batch.
class Flusher {
  public:
    virtual ~Flusher() = default;
    // Everything committed so far is flushed, then `after` runs; the calls' order is kept. With
    // `at_once`, and if nothing is being flushed, it is done before the call returns. The lane's
    // thread.
    virtual void flush(AfterFlush after, bool at_once) = 0;
};

}  // namespace jangteo::runtime

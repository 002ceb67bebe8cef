#pragma once

// StopSignals: SIGINT and SIGTERM as something to wait for. Make it before any thread starts, so
// that every thread inherits the block.

#include <signal.h>

#include "kernel/timestamp.hpp"

namespace jangteo::boot {

class StopSignals {
  public:
    StopSignals();

    void wait() const;
    // True when a signal came within the time.
    bool wait_for(Duration time) const;
    // From now on a further signal ends the process at once.
    void exit_on_next() const;

  private:
    sigset_t set_;
};

}  // namespace jangteo::boot

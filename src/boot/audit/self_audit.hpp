#pragma once

// SelfAudit: a running shop checks its own invariants now and then, on a snapshot of its store, and
// shows what it found as metrics. Runs on the background's threads, one audit at a time.

#include <functional>

#include "boot/audit/audit.hpp"
#include "runtime/clock.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "runtime/ports.hpp"

namespace jangteo::boot {

struct SelfAuditPorts {
    runtime::Background& background;
    const runtime::Clock& clock;
    runtime::Metrics& metrics;
    runtime::Log& log;
};

class SelfAudit {
  public:
    // `audit` runs on the background's threads.
    SelfAudit(std::function<AuditReport()> audit, SelfAuditPorts ports);

    // The first one after `every`; zero: never.
    void start(Duration every);
    // One audit, now.
    void run();

  private:
    std::function<AuditReport()> audit_;
    SelfAuditPorts ports_;
    runtime::Counter& audits_;
    runtime::Gauge& violations_;
    runtime::Gauge& objects_;
    runtime::Gauge& seconds_;
};

}  // namespace jangteo::boot

#pragma once

// Gauges of what waits in the store, read when somebody asks for the metrics: the outbox's age,
// timers that are late, dead letters by state; and how many commits there were.

#include "runtime/clock.hpp"
#include "runtime/metrics.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

// All three outlive the metrics. They are read on the asking thread, from its own snapshot.
void install_store_metrics(Metrics& metrics, sql::Store& store, const Clock& clock);

}  // namespace jangteo::runtime

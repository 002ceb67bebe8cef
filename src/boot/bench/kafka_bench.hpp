#pragma once

// What Kafka carries: bare records, and events that one service publishes and another handles, each
// with a database of its own.

#include <cstdint>
#include <string>

#include "boot/config.hpp"

namespace jangteo::boot {

// Topics and schemas that nobody else has, on the servers of `servers`; its store.url names a
// database for each service.
Config kafka_bench_config(const Config& servers);

// Both take that configuration.
double bare_kafka_records_per_second(const Config& config, std::int64_t records);

// From the first publication to the last effect, a row written in the commit that says how far the
// topic was read. Each event had it once, or a Fault.
double kafka_events_per_second(const Config& config, std::int64_t events);

}  // namespace jangteo::boot

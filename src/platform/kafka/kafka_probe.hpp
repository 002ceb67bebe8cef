#pragma once

// What the brokers and librdkafka do without us: records stored by every in-sync replica, and read
// again meanwhile. For benchmarks.

#include <cstdint>
#include <string>

#include "platform/kafka/kafka_options.hpp"
#include "runtime/log.hpp"

namespace jangteo::platform::kafka {

struct ProbeLoad {
    std::string topic;  // as the brokers know it; nobody else writes to it
    int partitions = 3;
    std::int64_t records = 0;
    std::size_t record_bytes = 512;
};

// Records a second, from the first that is sent to the last that is read. Blocks. Fault{permanent}
// when the settings make no client, Fault{retry_later} when the brokers do not answer.
double bare_records_per_second(const KafkaOptions& options, const ProbeLoad& load,
                               runtime::Log& log);

}  // namespace jangteo::platform::kafka

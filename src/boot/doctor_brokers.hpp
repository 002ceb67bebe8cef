#pragma once

#include "boot/config.hpp"
#include "boot/findings.hpp"

namespace jangteo::boot {

// Kafka and the schema registry; changes nothing.
void examine_brokers(const Config& config, Findings& findings);

}  // namespace jangteo::boot

#pragma once

// Broker: the brokers as the configuration names them, between start and stop of one process: its
// events go out, and those of services that live elsewhere come in.

#include <memory>

#include "boot/config.hpp"
#include "runtime/lane.hpp"

namespace jangteo::boot {

struct BrokerPorts {
    runtime::Lane& lane;
    const runtime::Registry& registry;
    runtime::Log& log;
    runtime::Metrics& metrics;
};

class Broker {
  public:
    // Before the lane recovers. Reaches the schema registry. Fault{permanent} in one line.
    Broker(const Config& config, BrokerPorts ports);
    ~Broker();

    // Once the lane runs: what others publish is taken in.
    void start();
    // Takes nothing more in. What was handed out still goes, until this object ends.
    void stop();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::boot

#pragma once

// LoopbackBroker: a broker in memory for one shop in one thread. It keeps the order of each
// partition, and delivers again from the last place that was handled, every fifth time, as brokers
// do after a rebalance.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/lane.hpp"

namespace jangteo::test {

class LoopbackBroker : public runtime::BrokerProducer, public runtime::BrokerConsumer {
  public:
    static constexpr int partitions = 3;  // of each topic

    // Says why it will never take an event, or "".
    std::function<std::string(const runtime::BrokerEvent&)> refuses;

    void send(std::vector<runtime::BrokerEvent> events, Done done) override;
    void start(std::vector<std::string>, Sink) override {}
    void handled(const runtime::BrokerPartition& partition, std::int64_t offset) override;
    void stop() override {}

    // While it is away it takes nothing; what was sent meanwhile is taken when it comes back.
    void go_away() { is_away_ = true; }
    void come_back();

    // Hands the lane what is new, or comes again; false: there is nothing.
    bool deliver(runtime::Lane& lane);
    // As a process that starts: from what was handled.
    void rewind();

    // What a topic holds, by its partitions.
    std::vector<runtime::BrokerEvent> events(const std::string& topic) const;
    // Whether all that was delivered has been handled.
    bool all_handled() const;

  private:
    struct Log {
        std::vector<runtime::BrokerEvent> events;
        std::size_t next = 0;     // to be delivered
        std::size_t handled = 0;  // everything before it
    };
    struct Sent {
        std::vector<runtime::BrokerEvent> events;
        Done done;
    };

    void take(Sent sent);

    bool is_away_ = false;
    std::vector<Sent> waiting_;
    std::map<runtime::BrokerPartition, Log> logs_;
    std::uint64_t deliveries_ = 0;
};

}  // namespace jangteo::test

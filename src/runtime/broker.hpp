#pragma once

// The broker's two ports: events that leave this process's outbox for everyone else, and events of
// services that live elsewhere. What the broker stores is read by others too: its topics, keys,
// headers and schemas are public.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/event.hpp"

namespace jangteo::runtime {

// Of the topics where what a consumer could not handle is told to everyone.
inline constexpr std::string_view dead_letter_suffix = ".dlq";

// An event with its place and its context, as it travels.
struct BrokerEvent {
    std::string topic;
    Event event;           // payload in the schema of this program; without a type, as it came
    std::string source;    // the outbox that it stands in; one writer each
    LogPosition position;  // in that outbox; rises within a topic's partition
    EventId correlation;
    Timestamp time;
    std::string trace;                                         // traceparent; may be empty
    std::vector<std::pair<std::string, std::string>> headers;  // more of them
};

// What the broker will never take.
struct SendFailure {
    std::size_t index = 0;  // of the events that were sent
    std::string error;
};

class BrokerProducer {
  public:
    virtual ~BrokerProducer() = default;

    // Events of one aggregate are stored in this order, behind those of earlier calls. `done` is
    // called once, from any thread, when each is stored by the brokers (every in-sync replica) or
    // has failed for good. While the brokers cannot be reached nothing is given up.
    using Done = std::function<void(std::vector<SendFailure>)>;
    virtual void send(std::vector<BrokerEvent> events, Done done) = 0;
};

struct BrokerPartition {
    std::string topic;
    int number = 0;
    auto operator<=>(const BrokerPartition&) const = default;
};

// One record of a topic, in the order of its partition.
struct Arrival {
    BrokerPartition partition;
    std::int64_t offset = 0;
    std::optional<BrokerEvent> event;  // none: it cannot be read
    std::string problem;               // then, why
    std::string bytes;                 // then, the record's value as it came
};

class BrokerConsumer {
  public:
    virtual ~BrokerConsumer() = default;

    struct Sink {
        std::function<void(std::vector<Arrival>)> arrived;
        // These are ours from now on, and others may have handled some of what comes.
        std::function<void(const std::vector<BrokerPartition>&)> assigned;
    };
    // Once. The sink is called on the consumer's own thread; it must not block. Partitions of
    // which too much has arrived and is not handled are paused.
    virtual void start(std::vector<std::string> topics, Sink sink) = 0;

    // Everything of the partition up to this offset has had its effect, durably. Any thread.
    virtual void handled(const BrokerPartition& partition, std::int64_t offset) = 0;

    // Leaves the group, having told the brokers what was handled. The sink is not called after.
    virtual void stop() = 0;
};

}  // namespace jangteo::runtime

#pragma once

// KafkaCorner: a corner of the real cluster and registry that a test has to itself: topics with a
// prefix of their own, schemas under subjects of their own. What the events of the tests look like,
// in three versions, stands here too.

#include <boost/describe.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/kafka/kafka_admin.hpp"
#include "platform/kafka/kafka_consumer.hpp"
#include "platform/kafka/kafka_producer.hpp"
#include "runtime/metrics.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

namespace kafka = platform::kafka;
namespace registry = platform::schema_registry;

struct ToyCounted {
    static constexpr std::string_view topic = "toy.events";
    std::int64_t number = 0;
    std::string words;
    std::optional<std::string> colour;
};
BOOST_DESCRIBE_STRUCT(ToyCounted, (), (number, words, colour))

struct ToyBroken {
    static constexpr std::string_view topic = "toy.events";
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(ToyBroken, (), (number))

namespace older {
struct ToyCounted {
    std::int64_t number = 0;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ToyCounted, (), (number, words))
}  // namespace older

namespace newer {
struct ToyCounted {
    std::int64_t number = 0;
    std::optional<std::string> maker;
    std::string words;
    std::optional<std::string> colour;
};
BOOST_DESCRIBE_STRUCT(ToyCounted, (), (number, maker, words, colour))
}  // namespace newer

template <class E>
runtime::EventType event_type(std::string_view topic = ToyCounted::topic) {
    const auto& shape = codec::shape_of<E>();
    return {shape.name, topic, &shape, nullptr};
}

// The n-th event of an aggregate, as the outbox would send it.
runtime::BrokerEvent toy_event(int aggregate, std::int64_t number, std::string words = "hello");
EventId toy_aggregate(int aggregate);
// The number in an event of ours; -1: it is none.
std::int64_t number_in(const runtime::BrokerEvent& event);

// What a producer said of one call.
class ProducerCall {
  public:
    runtime::BrokerProducer::Done done();
    // The failures; nothing: no answer in time.
    std::optional<std::vector<runtime::SendFailure>> wait(Duration patience = seconds(60));

  private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<std::vector<runtime::SendFailure>> failures;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

std::vector<runtime::SendFailure> send_and_wait(runtime::BrokerProducer& producer,
                                                std::vector<runtime::BrokerEvent> events);

// What arrives at a consumer.
class Inbox {
  public:
    // With `consumer`, everything is handled at once.
    runtime::BrokerConsumer::Sink sink(runtime::BrokerConsumer* consumer = nullptr);
    // True: so many have arrived in time.
    bool wait_for(std::size_t count, Duration patience = seconds(30));
    bool wait_for_partitions(std::size_t count, Duration patience = seconds(30));
    std::vector<runtime::Arrival> arrivals();
    std::size_t size();
    std::vector<std::vector<runtime::BrokerPartition>> assigned();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<runtime::Arrival> arrivals_;
    std::vector<std::vector<runtime::BrokerPartition>> assigned_;
};

class KafkaCorner {
  public:
    // The topics are made; the schemas of ToyCounted and ToyBroken are registered.
    // Without a URL it is the real registry.
    explicit KafkaCorner(int partitions = 3, const std::string& registry_url = "");

    kafka::KafkaOptions options() const;
    kafka::ConsumerOptions consumer_options(const std::string& group = "tests") const;
    std::string topic() const { return prefix + std::string(ToyCounted::topic); }

    std::unique_ptr<kafka::KafkaProducer> producer();
    std::unique_ptr<kafka::KafkaConsumer> consumer(const std::string& group = "tests");
    // What the group has committed of the topic; -1: nothing.
    std::int64_t committed(const std::string& group, int partition);
    // A record as somebody else would write it.
    void write(const kafka::KafkaRecord& record, int partition = 0);

    std::string prefix;
    SilentLog log;
    runtime::Metrics metrics;
    registry::SchemaRegistry schema_registry;
    registry::EventSchemas schemas;
};

// A value of a metric's text; -1: there is none.
double metric_of(runtime::Metrics& metrics, const std::string& sample);

}  // namespace jangteo::test

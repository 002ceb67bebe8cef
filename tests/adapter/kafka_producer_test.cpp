// The broker's producing port on real brokers, and on the library's own for what those seldom do.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <set>

#include "tests/support/child_process.hpp"
#include "tests/support/fake_registry.hpp"
#include "tests/support/kafka_corner.hpp"
#include "tests/support/mock_brokers.hpp"

namespace jangteo::test {
namespace {

// The numbers that arrived, by aggregate, in the order of arrival.
std::map<EventId, std::vector<std::int64_t>> numbers_of(const std::vector<runtime::Arrival>& all) {
    std::map<EventId, std::vector<std::int64_t>> numbers;
    for (const auto& arrival : all) {
        if (!arrival.event) continue;
        numbers[arrival.event->event.aggregate].push_back(number_in(*arrival.event));
    }
    return numbers;
}

// Each number from 0 to count - 1 is there, and the first of each come in order: one that was sent
// again may come again, not earlier.
void expect_all_in_order(const std::vector<std::int64_t>& numbers, std::int64_t count) {
    std::int64_t next = 0;
    for (std::int64_t number : numbers) {
        ASSERT_LE(number, next) << "one before it is missing";
        if (number == next) ++next;
    }
    EXPECT_EQ(next, count);
}

void expect_all_arrive(KafkaCorner& corner, int aggregates, std::int64_t each) {
    Inbox inbox;
    auto consumer = corner.consumer("check");
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    ASSERT_TRUE(inbox.wait_for(static_cast<std::size_t>(aggregates * each))) << inbox.size();
    consumer->stop();
    const auto numbers = numbers_of(inbox.arrivals());
    ASSERT_EQ(numbers.size(), static_cast<std::size_t>(aggregates));
    for (const auto& [aggregate, list] : numbers) expect_all_in_order(list, each);
}

TEST(KafkaProducer, stores_the_events_of_an_aggregate_in_order) {
    KafkaCorner corner;
    auto producer = corner.producer();
    constexpr int aggregates = 20;
    constexpr std::int64_t each = 50;
    std::vector<ProducerCall> calls;
    for (std::int64_t number = 0; number < each; ++number) {
        std::vector<runtime::BrokerEvent> events;
        for (int one = 0; one < aggregates; ++one) events.push_back(toy_event(one, number));
        producer->send(std::move(events), calls.emplace_back().done());
    }
    for (ProducerCall& call : calls) {
        auto failures = call.wait();
        ASSERT_TRUE(failures.has_value());
        EXPECT_TRUE(failures->empty());
    }
    EXPECT_EQ(metric_of(corner.metrics, "jangteo_kafka_acknowledged_total"), aggregates * each);
    expect_all_arrive(corner, aggregates, each);
}

TEST(KafkaProducer, answers_a_call_without_events) {
    KafkaCorner corner;
    auto producer = corner.producer();
    EXPECT_TRUE(send_and_wait(*producer, {}).empty());
}

TEST(KafkaProducer, says_which_event_is_too_large_and_stores_the_others) {
    KafkaCorner corner;
    auto producer = corner.producer();
    auto failures = send_and_wait(
        *producer,
        {toy_event(1, 0), toy_event(1, 1, std::string(1'200'000, 'x')), toy_event(1, 1)});
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_EQ(failures[0].index, 1U);
    EXPECT_TRUE(failures[0].error.contains("Message size too large")) << failures[0].error;
    EXPECT_EQ(metric_of(corner.metrics, "jangteo_kafka_failed_total"), 1);
    expect_all_arrive(corner, 1, 2);
}

TEST(KafkaProducer, refuses_what_is_no_event_of_this_program) {
    KafkaCorner corner;
    auto producer = corner.producer();
    auto event = toy_event(1, 0);
    event.event.type = "Unheard";
    auto failures = send_and_wait(*producer, {event, toy_event(1, 0)});
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_EQ(failures[0].index, 0U);
    EXPECT_EQ(failures[0].error, "Unheard is not an event of this program");
}

TEST(KafkaProducer, has_events_wait_for_a_topic_that_is_not_there) {
    KafkaCorner corner;
    registry::EventSchemas schemas({event_type<ToyCounted>("later.events")}, corner.prefix,
                                   corner.schema_registry);
    schemas.publish();
    auto options = corner.options();
    options.more = {{"topic.metadata.propagation.max.ms", "200"}};  // the library's own patience
    kafka::KafkaProducer producer(options, schemas, corner.log, corner.metrics);
    ProducerCall call;
    auto event = toy_event(1, 0);
    event.topic = "later.events";
    producer.send({event}, call.done());
    EXPECT_FALSE(call.wait(seconds(3)).has_value());
    EXPECT_GE(metric_of(corner.metrics, "jangteo_kafka_producer_restarts_total"), 1);
    kafka::KafkaAdmin admin(corner.options(), corner.log);
    const std::string topic = corner.prefix + "later.events";
    EXPECT_EQ(admin.create_missing({{.name = topic, .partitions = 2}}), std::vector{topic});
    const auto failures = call.wait();
    ASSERT_TRUE(failures.has_value());
    EXPECT_TRUE(failures->empty());
}

// The process in the n-th file of JANGTEO_TEST_KAFKA_PIDS.
pid_t broker_pid(std::size_t n) {
    std::string files = from_environment("JANGTEO_TEST_KAFKA_PIDS");
    for (; n > 0; --n) files.erase(0, files.find(',') + 1);
    pid_t pid = 0;
    std::ifstream(files.substr(0, files.find(','))) >> pid;
    return pid;
}

TEST(KafkaProducer, loses_nothing_when_a_broker_is_killed_and_comes_back) {
    KafkaCorner corner;
    auto producer = corner.producer();
    constexpr int aggregates = 10;
    constexpr std::int64_t each = 300;
    const pid_t killed = broker_pid(2);
    std::optional<ProducerCall> before;
    for (std::int64_t number = 0; number < each; ++number) {
        std::vector<runtime::BrokerEvent> events;
        for (int one = 0; one < aggregates; ++one) events.push_back(toy_event(one, number));
        ProducerCall call;
        producer->send(std::move(events), call.done());
        if (number == each / 3) {
            ASSERT_EQ(::kill(killed, SIGKILL), 0);
        }
        // As the relay does: two calls under way.
        if (before) {
            ASSERT_TRUE(before->wait().has_value());
        }
        before = call;
    }
    ASSERT_TRUE(before->wait().has_value());
    EXPECT_EQ(metric_of(corner.metrics, "jangteo_kafka_failed_total"), 0);
    expect_all_arrive(corner, aggregates, each);
    kafka::KafkaAdmin admin(corner.options(), corner.log);
    for (int i = 0; i < 600 && admin.describe({corner.topic()})[0].behind > 0; ++i) {
        ::usleep(100'000);
    }
    EXPECT_EQ(admin.describe({corner.topic()})[0].behind, 0) << "it is back";
    EXPECT_NE(broker_pid(2), killed);
}

// The library's own brokers, with a registry of our own.
class KafkaProducerOnMocks : public testing::Test {
  protected:
    KafkaProducerOnMocks() {
        brokers.create_topic("toy.events", 1);
        schemas.publish();
    }
    std::unique_ptr<kafka::KafkaProducer> producer() {
        return std::make_unique<kafka::KafkaProducer>(brokers.options(), schemas, log, metrics);
    }
    // What is in the topic, until `count` records are.
    std::vector<std::int64_t> stored(std::size_t count) {
        kafka::ConsumerOptions options{.kafka = brokers.options(), .group = "check"};
        Inbox inbox;
        kafka::KafkaConsumer consumer(options, schemas, log, metrics);
        consumer.start({"toy.events"}, inbox.sink(&consumer));
        EXPECT_TRUE(inbox.wait_for(count)) << inbox.size();
        consumer.stop();
        std::vector<std::int64_t> numbers;
        for (const auto& arrival : inbox.arrivals()) numbers.push_back(number_in(*arrival.event));
        return numbers;
    }
    static std::vector<runtime::BrokerEvent> events(std::int64_t count) {
        std::vector<runtime::BrokerEvent> all;
        for (std::int64_t number = 0; number < count; ++number) all.push_back(toy_event(1, number));
        return all;
    }

    MockBrokers brokers;
    FakeRegistry server;
    SilentLog log;
    runtime::Metrics metrics;
    registry::SchemaRegistry schema_registry{{.urls = {server.url()}}};
    registry::EventSchemas schemas{{event_type<ToyCounted>()}, "", schema_registry};
};

TEST_F(KafkaProducerOnMocks, sends_again_with_a_new_client_after_a_fatal_error) {
    auto one = producer();
    ASSERT_TRUE(send_and_wait(*one, {toy_event(1, 0)}).empty());
    brokers.answer_produce({RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
    std::vector<runtime::BrokerEvent> more;
    for (std::int64_t number = 1; number < 200; ++number) more.push_back(toy_event(1, number));
    EXPECT_TRUE(send_and_wait(*one, more).empty());
    EXPECT_GE(metric_of(metrics, "jangteo_kafka_producer_restarts_total"), 1);
    EXPECT_EQ(metric_of(metrics, "jangteo_kafka_unacknowledged"), 0);
    expect_all_in_order(stored(200), 200);
}

TEST_F(KafkaProducerOnMocks, stores_dead_letters_beside_their_topic) {
    brokers.create_topic("toy.events.dlq", 1);
    auto dead = toy_event(1, 7);
    dead.topic = "toy.events.dlq";
    auto unread = toy_event(1, 8);
    unread.topic = "toy.events.dlq";
    unread.event.type = "";
    unread.event.payload = "\1\2";
    EXPECT_TRUE(send_and_wait(*producer(), {dead, unread, toy_event(1, 9)}).empty());
    EXPECT_EQ(stored(1), std::vector<std::int64_t>{9});
    kafka::ConsumerOptions options{.kafka = brokers.options(), .group = "letters"};
    Inbox inbox;
    kafka::KafkaConsumer consumer(options, schemas, log, metrics);
    consumer.start({"toy.events.dlq"}, inbox.sink(&consumer));
    ASSERT_TRUE(inbox.wait_for(2));
    consumer.stop();
    EXPECT_EQ(number_in(*inbox.arrivals()[0].event), 7);
    EXPECT_FALSE(inbox.arrivals()[1].event);
    EXPECT_EQ(inbox.arrivals()[1].bytes, "\1\2");
}

TEST_F(KafkaProducerOnMocks, has_only_the_event_fail_that_is_at_fault) {
    auto one = producer();
    ASSERT_TRUE(send_and_wait(*one, {toy_event(1, 0)}).empty());
    // The batch is refused for a record in it, which is then the second of those that go alone.
    brokers.answer_produce({RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_NO_ERROR,
                            RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
    auto failures =
        send_and_wait(*one, {toy_event(1, 1), toy_event(1, 2), toy_event(1, 2), toy_event(1, 3)});
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_EQ(failures[0].index, 1U);
    EXPECT_TRUE(failures[0].error.contains("toy.events")) << failures[0].error;
    EXPECT_EQ(stored(4), (std::vector<std::int64_t>{0, 1, 2, 3}));
}

TEST_F(KafkaProducerOnMocks, fails_where_it_has_no_right_to_the_topic) {
    auto one = producer();
    brokers.answer_produce({RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
    auto failures = send_and_wait(*one, {toy_event(1, 9)});
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_TRUE(failures[0].error.contains("authorization")) << failures[0].error;
    EXPECT_TRUE(send_and_wait(*one, {toy_event(1, 0)}).empty());
    EXPECT_EQ(stored(1), std::vector<std::int64_t>{0});
}

TEST_F(KafkaProducerOnMocks, waits_for_brokers_that_are_away) {
    brokers.set_down();
    auto one = producer();
    ProducerCall call;
    one->send(events(50), call.done());
    EXPECT_FALSE(call.wait(seconds(2)).has_value());
    brokers.set_up();
    auto failures = call.wait();
    ASSERT_TRUE(failures.has_value());
    EXPECT_TRUE(failures->empty());
    expect_all_in_order(stored(50), 50);
}

TEST_F(KafkaProducerOnMocks, sends_again_what_the_brokers_cannot_take_for_now) {
    auto one = producer();
    brokers.answer_produce({RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                            RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT});
    EXPECT_TRUE(send_and_wait(*one, events(100)).empty());
    expect_all_in_order(stored(100), 100);
}

TEST_F(KafkaProducerOnMocks, ends_at_once_with_events_under_way) {
    brokers.set_down();
    ProducerCall call;
    {
        auto one = producer();
        one->send(events(10), call.done());
    }
    EXPECT_FALSE(call.wait(Duration{0}).has_value());
}

}  // namespace
}  // namespace jangteo::test

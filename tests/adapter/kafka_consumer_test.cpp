// The broker's consuming port on real brokers.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "contracts/codec/avro.hpp"
#include "tests/support/fake_registry.hpp"
#include "tests/support/kafka_corner.hpp"
#include "tests/support/mock_brokers.hpp"

namespace jangteo::test {
namespace {

using Place = std::pair<runtime::BrokerPartition, std::int64_t>;

constexpr int aggregates = 8;

std::vector<runtime::BrokerEvent> events_of_all(std::int64_t from, std::int64_t to) {
    std::vector<runtime::BrokerEvent> events;
    for (std::int64_t number = from; number < to; ++number) {
        for (int one = 0; one < aggregates; ++one) events.push_back(toy_event(one, number));
    }
    return events;
}

std::set<Place> places_of(const std::vector<runtime::Arrival>& arrivals) {
    std::set<Place> places;
    for (const auto& one : arrivals) places.emplace(one.partition, one.offset);
    return places;
}

void expect_in_order_of_partitions(const std::vector<runtime::Arrival>& arrivals) {
    std::map<runtime::BrokerPartition, std::int64_t> next;
    for (const auto& one : arrivals) {
        auto [expected, fresh] = next.try_emplace(one.partition, one.offset);
        EXPECT_EQ(one.offset, expected->second);
        expected->second = one.offset + 1;
    }
}

// A value in the wire form, of any writer.
std::string wire(int id, const std::string& payload) {
    std::string value(1, '\0');
    for (int shift : {24, 16, 8, 0}) value += static_cast<char>(id >> shift);
    return value + payload;
}

kafka::KafkaRecord foreign(std::string value) {
    return {.key = "a-toy", .value = std::move(value), .headers = {{"ce_type", "ToyCounted"}}};
}

template <class E>
std::string schema_of() {
    return codec::avro_schema(codec::shape_of<E>(), "jangteo.toy");
}

TEST(KafkaConsumer, hands_over_events_as_they_were_sent) {
    KafkaCorner corner;
    auto event = toy_event(3, 41, "장난감");
    event.event.causation = toy_event(3, 40).event.id;
    event.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    event.headers = {{"x-tenant", "north"}};
    auto producer = corner.producer();
    ASSERT_TRUE(send_and_wait(*producer, {event}).empty());

    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    ASSERT_TRUE(inbox.wait_for(1));
    consumer->stop();
    const auto arrival = inbox.arrivals()[0];
    EXPECT_EQ(arrival.partition.topic, "toy.events");
    ASSERT_TRUE(arrival.event.has_value()) << arrival.problem;
    const auto& got = *arrival.event;
    EXPECT_EQ(got.topic, event.topic);
    EXPECT_EQ(got.event.id, event.event.id);
    EXPECT_EQ(got.event.type, event.event.type);
    EXPECT_EQ(got.event.aggregate, event.event.aggregate);
    EXPECT_EQ(got.event.version, event.event.version);
    EXPECT_EQ(got.event.causation, event.event.causation);
    EXPECT_EQ(got.event.payload, event.event.payload);
    EXPECT_EQ(got.source, event.source);
    EXPECT_EQ(got.position, event.position);
    EXPECT_EQ(got.correlation, event.correlation);
    EXPECT_EQ(got.time, event.time);
    EXPECT_EQ(got.trace, event.trace);
    EXPECT_EQ(got.headers, event.headers);
    EXPECT_EQ(metric_of(corner.metrics, "jangteo_kafka_consumed_total"), 1);
}

TEST(KafkaConsumer, delivers_again_what_was_not_handled) {
    KafkaCorner corner(1);
    ASSERT_TRUE(send_and_wait(*corner.producer(), events_of_all(0, 5)).empty());
    auto options = corner.consumer_options();
    options.handling_patience = milliseconds(100);
    {
        Inbox inbox;
        kafka::KafkaConsumer consumer(options, corner.schemas, corner.log, corner.metrics);
        consumer.start({"toy.events"}, inbox.sink());
        ASSERT_TRUE(inbox.wait_for(40));
        consumer.handled({"toy.events", 0}, 9);
    }
    Inbox inbox;
    kafka::KafkaConsumer consumer(options, corner.schemas, corner.log, corner.metrics);
    consumer.start({"toy.events"}, inbox.sink(&consumer));
    ASSERT_TRUE(inbox.wait_for(30));
    consumer.stop();
    EXPECT_EQ(inbox.arrivals().front().offset, 10);
    EXPECT_EQ(inbox.size(), 30U);
}

TEST(KafkaConsumer, commits_what_is_handled_about_once_a_second) {
    KafkaCorner corner(1);
    ASSERT_TRUE(send_and_wait(*corner.producer(), events_of_all(0, 2)).empty());
    auto options = corner.consumer_options();
    options.measure_every = milliseconds(200);
    Inbox inbox;
    kafka::KafkaConsumer consumer(options, corner.schemas, corner.log, corner.metrics);
    consumer.start({"toy.events"}, inbox.sink());
    ASSERT_TRUE(inbox.wait_for(16));
    const std::string lag = "jangteo_kafka_consumer_lag{group=\"" + options.group +
                            "\",topic=\"toy.events\",partition=\"0\"}";
    const auto await = [&](std::int64_t handled, double left) {
        for (int i = 0; i < 100; ++i) {
            if (corner.committed("tests", 0) == handled && metric_of(corner.metrics, lag) == left) {
                return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    };
    consumer.handled({"toy.events", 0}, 11);
    EXPECT_TRUE(await(12, 4)) << corner.committed("tests", 0);
    consumer.handled({"toy.events", 0}, 15);
    EXPECT_TRUE(await(16, 0)) << corner.committed("tests", 0);
    consumer.stop();
}

TEST(KafkaConsumer, pauses_a_partition_of_which_too_much_waits) {
    KafkaCorner corner(1);
    auto options = corner.consumer_options();
    options.unhandled_max = 20;
    options.handling_patience = milliseconds(100);
    ASSERT_TRUE(send_and_wait(*corner.producer(), events_of_all(0, 50)).empty());
    Inbox inbox;
    kafka::KafkaConsumer consumer(options, corner.schemas, corner.log, corner.metrics);
    consumer.start({"toy.events"}, inbox.sink());
    ASSERT_TRUE(inbox.wait_for(21));
    EXPECT_FALSE(inbox.wait_for(41, seconds(3))) << "twice the bound, at most";
    for (std::size_t known = 0; known < 400;) {
        ASSERT_TRUE(inbox.wait_for(known + 1)) << known;
        known = inbox.size();
        consumer.handled({"toy.events", 0}, inbox.arrivals().back().offset);
    }
    consumer.stop();
    EXPECT_EQ(inbox.size(), 400U);
    expect_in_order_of_partitions(inbox.arrivals());
}

TEST(KafkaConsumer, shares_partitions_with_others_without_a_gap_or_a_repetition) {
    KafkaCorner corner(6);
    auto producer = corner.producer();
    Inbox first_inbox;
    Inbox second_inbox;
    auto first = corner.consumer();
    first->start({"toy.events"}, first_inbox.sink(first.get()));
    ASSERT_TRUE(first_inbox.wait_for_partitions(6));
    ASSERT_TRUE(send_and_wait(*producer, events_of_all(0, 20)).empty());
    ASSERT_TRUE(first_inbox.wait_for(160));

    auto second = corner.consumer();
    second->start({"toy.events"}, second_inbox.sink(second.get()));
    ASSERT_TRUE(second_inbox.wait_for_partitions(3)) << "half of them move";
    ASSERT_TRUE(send_and_wait(*producer, events_of_all(20, 40)).empty());
    for (int i = 0; i < 300 && first_inbox.size() + second_inbox.size() < 320; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_GT(second_inbox.size(), 0U);
    second->stop();
    ASSERT_TRUE(first_inbox.wait_for_partitions(9)) << "they come back";
    ASSERT_TRUE(send_and_wait(*producer, events_of_all(40, 60)).empty());
    ASSERT_TRUE(first_inbox.wait_for(480 - second_inbox.size())) << first_inbox.size();
    first->stop();

    auto all = first_inbox.arrivals();
    const auto others = second_inbox.arrivals();
    expect_in_order_of_partitions(others);
    all.insert(all.end(), others.begin(), others.end());
    EXPECT_EQ(places_of(all).size(), 480U);
    EXPECT_EQ(all.size(), 480U);
}

TEST(KafkaConsumer, reads_what_older_and_newer_programs_wrote) {
    KafkaCorner corner(1);
    auto& client = corner.schema_registry;
    const std::string subject = corner.schemas.find("ToyCounted")->subject;
    const int old_id = client.register_schema(subject + "-old", schema_of<older::ToyCounted>());
    const int new_id = client.register_schema(subject + "-new", schema_of<newer::ToyCounted>());
    corner.write(foreign(wire(old_id, codec::encode_avro(older::ToyCounted{1, "old"}))));
    corner.write(
        foreign(wire(new_id, codec::encode_avro(newer::ToyCounted{2, "elf", "new", "red"}))));

    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    ASSERT_TRUE(inbox.wait_for(2));
    consumer->stop();
    const auto arrivals = inbox.arrivals();
    for (const auto& one : arrivals) ASSERT_TRUE(one.event.has_value()) << one.problem;
    auto older = codec::decode_avro<ToyCounted>(arrivals[0].event->event.payload);
    auto newer = codec::decode_avro<ToyCounted>(arrivals[1].event->event.payload);
    ASSERT_TRUE(older && newer);
    EXPECT_EQ(older->words, "old");
    EXPECT_EQ(older->colour, std::nullopt);
    EXPECT_EQ(newer->words, "new");
    EXPECT_EQ(newer->colour, "red");
    // No header of ours: the place stands for it.
    EXPECT_EQ(arrivals[1].event->source, "toy.events/0");
    EXPECT_EQ(arrivals[1].event->position, (runtime::LogPosition{1, 0}));
    EXPECT_EQ(arrivals[0].event->event.aggregate, arrivals[1].event->event.aggregate);
    EXPECT_NE(arrivals[0].event->event.id, arrivals[1].event->event.id);
}

TEST(KafkaConsumer, reports_what_cannot_be_read_with_its_bytes_and_goes_on) {
    KafkaCorner corner(1);
    const int id = corner.schemas.find("ToyCounted")->id;
    const int wrong = corner.schema_registry.register_schema(
        corner.prefix + "wrong",
        R"({"type":"record","name":"ToyCounted","fields":[{"name":"number","type":"string"}]})");
    const std::string good = codec::encode_avro(ToyCounted{7, "seven", {}});
    corner.write(foreign("no wire form"));
    corner.write(foreign(wire(1'999'999'999, good)));
    corner.write(foreign(wire(wrong, good)));
    corner.write({.key = std::nullopt, .value = wire(id, good), .headers = {}});
    corner.write({.key = "a-toy", .value = std::nullopt, .headers = {}});
    corner.write(foreign(wire(id, good)));

    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    ASSERT_TRUE(inbox.wait_for(6));
    consumer->stop();
    const auto arrivals = inbox.arrivals();
    expect_in_order_of_partitions(arrivals);
    EXPECT_EQ(arrivals[0].problem,
              "the value does not begin with 0x00 and the four bytes of a schema's id");
    EXPECT_EQ(arrivals[0].bytes, "no wire form");
    EXPECT_EQ(arrivals[1].problem, "the schema registry knows no schema 1999999999");
    EXPECT_EQ(arrivals[1].bytes, wire(1'999'999'999, good));
    EXPECT_TRUE(arrivals[2].problem.contains("cannot be read as ToyCounted: "))
        << arrivals[2].problem;
    EXPECT_EQ(arrivals[3].problem, "the record has no key, which names its aggregate");
    EXPECT_EQ(arrivals[4].problem, "the record has no value");
    EXPECT_EQ(arrivals[4].bytes, "");
    ASSERT_TRUE(arrivals[5].event.has_value());
    EXPECT_EQ(number_in(*arrivals[5].event), 7);
    EXPECT_EQ(metric_of(corner.metrics, "jangteo_kafka_unreadable_total"), 5);
}

TEST(KafkaConsumer, hands_over_types_that_it_does_not_know_as_they_were_written) {
    KafkaCorner corner(1);
    const int id = corner.schema_registry.register_schema(
        corner.prefix + "future",
        R"({"type":"record","name":"ToyFuture","namespace":"jangteo.toy","fields":[]})");
    corner.write({.key = "a-toy", .value = wire(id, ""), .headers = {}});
    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    ASSERT_TRUE(inbox.wait_for(1));
    consumer->stop();
    ASSERT_TRUE(inbox.arrivals()[0].event.has_value()) << inbox.arrivals()[0].problem;
    EXPECT_EQ(inbox.arrivals()[0].event->event.type, "ToyFuture");
}

TEST(KafkaConsumer, has_records_wait_for_a_registry_that_is_gone_and_others_go_on) {
    FakeRegistry server;
    KafkaCorner corner(2, server.url());
    const int new_id = server.add(schema_of<newer::ToyCounted>());
    const int known_id = corner.schemas.find("ToyCounted")->id;
    server.answer_all(503);

    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    const std::string known = codec::encode_avro(ToyCounted{1, "known", {}});
    corner.write(foreign(wire(new_id, codec::encode_avro(newer::ToyCounted{2, {}, "new", {}}))), 0);
    corner.write(foreign(wire(known_id, known)), 0);
    corner.write(foreign(wire(known_id, known)), 1);
    ASSERT_TRUE(inbox.wait_for(1));
    EXPECT_FALSE(inbox.wait_for(2, seconds(1)));
    EXPECT_EQ(inbox.arrivals()[0].partition.number, 1) << "the other partition goes on";

    server.answer_all(200);
    ASSERT_TRUE(inbox.wait_for(3));
    corner.write(foreign(wire(known_id, known)), 0);
    ASSERT_TRUE(inbox.wait_for(4)) << "the partition is read again";
    consumer->stop();
    const auto arrivals = inbox.arrivals();
    for (const auto& one : arrivals) EXPECT_TRUE(one.event.has_value()) << one.problem;
    EXPECT_EQ(number_in(*arrivals[1].event), 2);
    EXPECT_EQ(number_in(*arrivals[2].event), 1);
    EXPECT_EQ(metric_of(corner.metrics, "jangteo_kafka_waiting_for_schema"), 0);
}

TEST(KafkaConsumer, stops_before_anything_came) {
    KafkaCorner corner(1);
    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    consumer->stop();
    consumer->stop();
    consumer->handled({"toy.events", 0}, 3);
    EXPECT_EQ(inbox.size(), 0U);
}

TEST(KafkaConsumer, stops_in_time_when_the_brokers_are_away) {
    FakeRegistry server;
    MockBrokers brokers;
    brokers.create_topic("toy.events", 1);
    SilentLog log;
    runtime::Metrics metrics;
    registry::SchemaRegistry client({.urls = {server.url()}});
    registry::EventSchemas schemas({event_type<ToyCounted>()}, "", client);
    schemas.publish();
    kafka::KafkaProducer producer(brokers.options(), schemas, log, metrics);
    ASSERT_TRUE(send_and_wait(producer, {toy_event(1, 0)}).empty());

    Inbox inbox;
    kafka::ConsumerOptions options{.kafka = brokers.options(), .group = "tests"};
    kafka::KafkaConsumer consumer(options, schemas, log, metrics);
    consumer.start({"toy.events"}, inbox.sink());
    ASSERT_TRUE(inbox.wait_for(1));
    brokers.set_down();
    consumer.handled({"toy.events", 0}, 0);
    const auto begin = std::chrono::steady_clock::now();
    consumer.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace jangteo::test

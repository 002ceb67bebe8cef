// Our topics and a program in another language, which knows the brokers and the registry alone
// (tests/kafka/stranger.py).

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <filesystem>
#include <sstream>

#include "contracts/codec/avro.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/kafka_corner.hpp"

namespace jangteo::test {
namespace {

// What it printed, line by line; a failure when it did not come to its end.
std::vector<std::string> ask_stranger(const KafkaCorner& corner, const std::string& what,
                                      const std::vector<std::string>& more) {
    const std::filesystem::path build =
        std::filesystem::path(from_environment("JANGTEO_BIN")).parent_path();
    std::vector<std::string> arguments = {
        from_environment("JANGTEO_SOURCE_DIR") + "/tests/kafka/stranger.py",
        build.string(),
        what,
        corner.options().brokers,
        from_environment("JANGTEO_TEST_REGISTRY"),
        corner.topic()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ChildProcess stranger("/usr/bin/python3", arguments);
    EXPECT_EQ(stranger.wait(), 0) << stranger.output();
    std::vector<std::string> lines;
    std::istringstream output(stranger.output());
    for (std::string line; std::getline(output, line);) lines.push_back(line);
    return lines;
}

TEST(KafkaStranger, reads_our_events_with_nothing_but_the_registry) {
    KafkaCorner corner(1);
    auto event = toy_event(1, 41, "장난감");
    event.event.payload = codec::encode_avro(ToyCounted{41, "장난감", "red"});
    ASSERT_TRUE(send_and_wait(*corner.producer(), {toy_event(1, 40), event}).empty());
    const auto lines = ask_stranger(corner, "read", {"2"});
    ASSERT_EQ(lines.size(), 2U);
    const auto second = boost::json::parse(lines[1]);
    EXPECT_EQ(second.at("key"), "01000000-0000-0000-0000-000000000001");
    EXPECT_EQ(second.at("schema"), "jangteo.toy.ToyCounted");
    EXPECT_EQ(second.at("value"),
              (boost::json::value{{"number", 41}, {"words", "장난감"}, {"colour", "red"}}));
    const auto& headers = second.at("headers");
    EXPECT_EQ(headers.at("ce_specversion"), "1.0");
    EXPECT_EQ(headers.at("ce_id").as_string(), event.event.id.text());
    EXPECT_EQ(headers.at("ce_type"), "ToyCounted");
    EXPECT_EQ(headers.at("ce_source"), "tests");
    EXPECT_EQ(headers.at("content-type"), "application/avro");
    EXPECT_EQ(headers.at("x-jangteo-position"), "42.1");
}

TEST(KafkaStranger, writes_an_event_that_we_read) {
    KafkaCorner corner(1);
    ask_stranger(corner, "write", {});
    Inbox inbox;
    auto consumer = corner.consumer();
    consumer->start({"toy.events"}, inbox.sink(consumer.get()));
    ASSERT_TRUE(inbox.wait_for(1));
    consumer->stop();
    const auto arrival = inbox.arrivals()[0];
    ASSERT_TRUE(arrival.event.has_value()) << arrival.problem;
    EXPECT_EQ(to_rfc3339(arrival.event->time), "2026-01-31T00:00:00.000000Z");
    auto read = codec::decode_avro<ToyCounted>(arrival.event->event.payload);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->number, 12);
    EXPECT_EQ(read->words, "장난감");
    EXPECT_EQ(read->colour, std::nullopt);
}

}  // namespace
}  // namespace jangteo::test

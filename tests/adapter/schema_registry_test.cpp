// The client of the schema registry, on a real one and on one that fails to order.

#include <gtest/gtest.h>

#include <thread>

#include "contracts/codec/avro.hpp"
#include "kernel/fault.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/fake_registry.hpp"
#include "tests/support/kafka_corner.hpp"

namespace jangteo::test {
namespace {

using registry::EventSchemas;
using registry::SchemaRegistry;

constexpr const char* closed_url = "http://127.0.0.1:1";  // nobody listens there

template <class Work>
std::string fault_of(Work work) {
    try {
        work();
    } catch (const Fault& fault) {
        return (fault.kind() == FaultKind::permanent ? "permanent " : "retry_later ") +
               std::string(fault.what());
    }
    return "none";
}

std::string fresh_prefix() {
    static int number = 0;
    return "r" + std::to_string(::getpid()) + "-" +
           std::to_string(std::chrono::system_clock::now().time_since_epoch().count()) + "-" +
           std::to_string(++number) + ".";
}

template <class E>
std::string schema_of() {
    return codec::avro_schema(codec::shape_of<E>(), "jangteo.toy");
}

class RealRegistry : public testing::Test {
  protected:
    static constexpr const char* variable = "JANGTEO_TEST_REGISTRY";
    std::string prefix = fresh_prefix();
    std::string subject = prefix + "toy.events-jangteo.toy.ToyCounted";
};

TEST_F(RealRegistry, gives_a_schema_one_id_and_tells_it_by_the_id) {
    SchemaRegistry writer({.urls = {from_environment(variable)}});
    EXPECT_EQ(writer.find_id(subject, schema_of<ToyCounted>()), std::nullopt);
    const int id = writer.register_schema(subject, schema_of<ToyCounted>());
    EXPECT_EQ(writer.register_schema(subject, schema_of<ToyCounted>()), id);

    SchemaRegistry reader({.urls = {from_environment(variable)}});
    EXPECT_EQ(reader.find_id(subject, schema_of<ToyCounted>()), id);
    EXPECT_TRUE(registry::are_equal(reader.find_schema(id).value(), schema_of<ToyCounted>()));
    EXPECT_EQ(reader.find_schema(1'999'999'999), std::nullopt);
    EXPECT_TRUE(reader.clock().has_value());
}

TEST_F(RealRegistry, refuses_a_schema_that_cannot_read_earlier_ones) {
    SchemaRegistry client({.urls = {from_environment(variable)}});
    client.set_compatibility(subject, registry::wanted_compatibility);
    EXPECT_EQ(client.compatibility(subject), registry::wanted_compatibility);
    EXPECT_EQ(client.incompatibility(subject, schema_of<older::ToyCounted>()), "");
    client.register_schema(subject, schema_of<older::ToyCounted>());
    EXPECT_EQ(client.incompatibility(subject, schema_of<ToyCounted>()), "");
    client.register_schema(subject, schema_of<ToyCounted>());

    const std::string broken =
        R"({"type":"record","name":"ToyCounted","namespace":"jangteo.toy","fields":[)"
        R"({"name":"number","type":"string"}]})";
    EXPECT_NE(client.incompatibility(subject, broken), "");
    const std::string refusal = fault_of([&] { client.register_schema(subject, broken); });
    EXPECT_TRUE(refusal.starts_with("permanent ") && refusal.contains("409")) << refusal;
}

TEST_F(RealRegistry, has_events_published_twice_and_by_two_at_once) {
    const std::vector<runtime::EventType> types = {event_type<ToyCounted>(),
                                                   event_type<ToyBroken>()};
    for (int round = 0; round < 10; ++round) {
        std::vector<int> fresh(2);
        std::vector<std::thread> both;
        for (int& count : fresh) {
            both.emplace_back([&] {
                SchemaRegistry client({.urls = {from_environment(variable)}});
                EventSchemas schemas(types, prefix + std::to_string(round), client);
                count = schemas.publish();
            });
        }
        for (auto& one : both) one.join();
        EXPECT_GE(fresh[0] + fresh[1], 2);
    }
    prefix += "0";
    subject = prefix + "toy.events-jangteo.toy.ToyCounted";

    SchemaRegistry client({.urls = {from_environment(variable)}});
    EventSchemas schemas(types, prefix, client);
    EXPECT_EQ(schemas.publish(), 0);
    EXPECT_EQ(client.compatibility(subject), registry::wanted_compatibility);
    EventSchemas others(types, prefix, client);
    others.find_ids();
    EXPECT_EQ(others.find("ToyCounted")->id, schemas.find("ToyCounted")->id);
    EXPECT_EQ(others.find("ToyCounted")->subject, subject);
    EXPECT_EQ(others.find("Nothing"), nullptr);
}

TEST_F(RealRegistry, names_the_event_that_is_not_registered_or_does_not_fit) {
    SchemaRegistry client({.urls = {from_environment(variable)}});
    EventSchemas schemas({event_type<ToyCounted>()}, prefix, client);
    EXPECT_EQ(fault_of([&] { schemas.find_ids(); }),
              "permanent the schema of ToyCounted is not registered under " + subject +
                  ": run `jangteo migrate`, or set schema_registry.register to start");
    client.set_compatibility(subject, registry::wanted_compatibility);
    client.register_schema(
        subject, R"({"type":"record","name":"ToyCounted","namespace":"jangteo.toy","fields":[]})");
    const std::string refusal = fault_of([&] { schemas.publish(); });
    EXPECT_TRUE(refusal.starts_with("permanent the schema of ToyCounted does not fit its subject " +
                                    subject))
        << refusal;
}

TEST(SchemaRegistry, asks_the_next_server_when_one_does_not_answer) {
    FakeRegistry broken;
    FakeRegistry working;
    broken.answer_all(503);
    SchemaRegistry client({.urls = {closed_url, broken.url(), working.url()}});
    const int id = client.register_schema("s", schema_of<ToyCounted>());
    EXPECT_GT(id, 0);
    EXPECT_EQ(broken.requests(), 1);
    client.register_schema("s", schema_of<ToyBroken>());
    EXPECT_EQ(broken.requests(), 1) << "the one that answered is asked first";
}

TEST(SchemaRegistry, that_is_down_is_a_fault_that_names_every_server) {
    FakeRegistry down;
    down.answer_all(500);
    SchemaRegistry client({.urls = {closed_url, down.url()}});
    const std::string words = fault_of([&] { client.find_schema(1); });
    EXPECT_TRUE(words.starts_with("retry_later the schema registry does not answer: ")) << words;
    EXPECT_TRUE(words.contains(closed_url) && words.contains(down.url() + ": answers 500"))
        << words;
}

TEST(SchemaRegistry, keeps_what_it_was_told_when_the_server_goes) {
    FakeRegistry server;
    SchemaRegistry client({.urls = {server.url()}});
    const int ours = client.register_schema("s", schema_of<ToyCounted>());
    const int other = server.add(schema_of<newer::ToyCounted>());
    EXPECT_TRUE(client.find_schema(other).has_value());
    server.answer_all(503);
    const int requests = server.requests();
    EXPECT_EQ(client.find_id("s", schema_of<ToyCounted>()), ours);
    EXPECT_EQ(client.find_schema(ours), schema_of<ToyCounted>());
    EXPECT_EQ(client.find_schema(other), schema_of<newer::ToyCounted>());
    EXPECT_EQ(server.requests(), requests);
}

TEST(SchemaRegistry, that_lets_us_not_in_says_which_settings) {
    FakeRegistry server;
    server.answer_all(401);
    SchemaRegistry client({.urls = {server.url()}, .user = "shop", .password = "tiger"});
    const std::string words = fault_of([&] { client.find_schema(1); });
    EXPECT_TRUE(words.starts_with("permanent ") && words.contains("schema_registry.password"))
        << words;
    EXPECT_FALSE(words.contains("tiger")) << words;
}

}  // namespace
}  // namespace jangteo::test

#include "boot/kafka_setup.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

using platform::kafka::Security;

Config sample() {
    Config config;
    config.kafka_brokers = "a:9092,b:9092";
    config.schema_registry_url = "https://r1:8081,http://r2:8081/apis/ccompat/v7";
    return config;
}

std::string refusal(const std::function<void(Config&)>& change) {
    Config config = sample();
    change(config);
    try {
        kafka_options(config);
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), FaultKind::permanent);
        return fault.what();
    }
    return "none";
}

TEST(KafkaSetup, is_there_when_brokers_are_named) {
    EXPECT_FALSE(uses_kafka(Config{}));
    EXPECT_TRUE(uses_kafka(sample()));
}

TEST(KafkaSetup, says_what_the_configuration_does) {
    Config config = sample();
    config.kafka_topic_prefix = "north.";
    config.kafka_security = "sasl_scram";
    config.kafka_user = "shop";
    config.kafka_password = "secret";
    config.kafka_ca_file = "/ca.pem";
    config.kafka_linger_ms = 7;
    const auto options = kafka_options(config);
    EXPECT_EQ(options.brokers, config.kafka_brokers);
    EXPECT_EQ(options.topic_prefix, "north.");
    EXPECT_EQ(options.security, Security::sasl_scram);
    EXPECT_EQ(options.user, "shop");
    EXPECT_EQ(options.password, "secret");
    EXPECT_EQ(options.ca_file, "/ca.pem");
    EXPECT_EQ(options.linger_ms, 7);
    EXPECT_EQ(registry_options(config).urls,
              (std::vector<std::string>{"https://r1:8081", "http://r2:8081/apis/ccompat/v7"}));
}

TEST(KafkaSetup, names_the_keys_that_contradict_each_other) {
    EXPECT_EQ(refusal([](Config&) {}), "none");
    EXPECT_EQ(refusal([](Config& c) { c.schema_registry_url = ""; }),
              "schema_registry.url is empty, and kafka.brokers needs it");
    EXPECT_EQ(refusal([](Config& c) { c.kafka_security = "sasl_plain"; }),
              "kafka.user is empty, and kafka.security asks for one");
    EXPECT_EQ(refusal([](Config& c) { c.kafka_user = "shop"; }),
              "kafka.user is set, and kafka.security is neither sasl_plain nor sasl_scram");
    EXPECT_EQ(refusal([](Config& c) { c.kafka_min_insync_replicas = 4; }),
              "kafka.min_insync_replicas is more than kafka.replication: nothing could be stored");
}

TEST(KafkaSetup, plans_a_topic_and_its_dead_letters_for_each_owner) {
    Config config = sample();
    config.kafka_topic_prefix = "north.";
    config.kafka_partitions = 6;
    const auto plans = planned_topics(config);
    EXPECT_EQ(plans.size(), 14U);
    for (const char* name : {"north.order.events", "north.order.events.dlq"}) {
        auto plan = std::ranges::find(plans, name, &platform::kafka::TopicPlan::name);
        ASSERT_NE(plan, plans.end()) << name;
        EXPECT_EQ(plan->partitions, 6);
        EXPECT_EQ(plan->replication, 3);
        EXPECT_EQ(plan->min_insync_replicas, 2);
    }
    EXPECT_GT(declared_events().size(), 30U);
}

}  // namespace
}  // namespace jangteo::boot

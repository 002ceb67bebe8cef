#include "platform/kafka/kafka_admin.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "kernel/fault.hpp"
#include "tests/support/kafka_corner.hpp"

namespace jangteo::test {
namespace {

std::string fault_of(kafka::KafkaAdmin& admin, const kafka::TopicPlan& topic) {
    try {
        admin.create_missing({topic});
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "none";
}

TEST(KafkaAdmin, makes_what_is_missing_and_leaves_what_is_there) {
    KafkaCorner corner;
    kafka::KafkaAdmin admin(corner.options(), corner.log);
    const std::string name = corner.prefix + "more.events";
    const std::vector<kafka::TopicPlan> plans = {
        {.name = corner.topic(), .partitions = 7},
        {.name = name, .partitions = 2, .replication = 3, .min_insync_replicas = 2}};
    EXPECT_EQ(admin.create_missing(plans), std::vector{name});
    EXPECT_EQ(admin.create_missing(plans), std::vector<std::string>{});

    const auto facts = admin.describe({corner.topic(), name, corner.prefix + "nothing"});
    ASSERT_EQ(facts.size(), 3U);
    EXPECT_EQ(facts[0].partitions, 3);
    EXPECT_TRUE(facts[1].is_there);
    EXPECT_EQ(facts[1].partitions, 2);
    EXPECT_EQ(facts[1].replication, 3);
    EXPECT_EQ(facts[1].min_insync_replicas, 2);
    EXPECT_EQ(facts[1].without_leader, 0);
    EXPECT_GE(facts[1].record_bytes_max, corner.options().record_bytes_max);
    EXPECT_FALSE(facts[2].is_there);
}

TEST(KafkaAdmin, makes_topics_by_two_at_once) {
    KafkaCorner corner;
    std::vector<kafka::TopicPlan> plans;
    for (const char* name : {"a", "b", "c"}) {
        plans.push_back({.name = corner.prefix + name, .partitions = 1});
    }
    std::vector<std::thread> both;
    for (int i = 0; i < 2; ++i) {
        both.emplace_back([&] {
            kafka::KafkaAdmin admin(corner.options(), corner.log);
            admin.create_missing(plans);
            for (const auto& plan : plans) EXPECT_TRUE(admin.describe({plan.name})[0].is_there);
        });
    }
    for (auto& one : both) one.join();
}

TEST(KafkaAdmin, says_what_the_brokers_do_not_take) {
    KafkaCorner corner;
    kafka::KafkaAdmin admin(corner.options(), corner.log);
    kafka::TopicPlan plan{.name = corner.prefix + "wide", .partitions = 1, .replication = 9};
    EXPECT_TRUE(fault_of(admin, plan).starts_with("the topic " + plan.name + " cannot be made: "));
    EXPECT_NE(admin.creation_problem(plan), "");
    plan.replication = 3;
    EXPECT_EQ(admin.creation_problem(plan), "");
    EXPECT_FALSE(admin.describe({plan.name})[0].is_there) << "it was only asked about";
}

TEST(KafkaAdmin, knows_the_cluster) {
    KafkaCorner corner;
    kafka::KafkaAdmin admin(corner.options(), corner.log);
    const auto facts = admin.cluster();
    EXPECT_EQ(facts.brokers.size(), 3U);
    EXPECT_GT(facts.controller, 0);
    EXPECT_NE(facts.id, "");
}

TEST(KafkaAdmin, that_speaks_tls_is_not_understood_by_brokers_that_do_not) {
    KafkaCorner corner;
    for (auto security :
         {kafka::Security::tls, kafka::Security::sasl_plain, kafka::Security::sasl_scram}) {
        auto options = corner.options();
        options.security = security;
        options.user = "shop";
        options.password = "tiger";
        kafka::KafkaAdmin admin(options, corner.log, milliseconds(500));
        EXPECT_THROW(admin.cluster(), Fault);
    }
}

TEST(KafkaAdmin, says_that_its_file_of_authorities_is_none) {
    SilentLog log;
    kafka::KafkaOptions options{
        .brokers = "127.0.0.1:1", .security = kafka::Security::tls, .ca_file = "/nowhere.pem"};
    try {
        kafka::KafkaAdmin admin(options, log);
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), FaultKind::permanent);
        EXPECT_TRUE(std::string(fault.what()).contains("ssl.ca.location")) << fault.what();
    }
}

TEST(KafkaAdmin, without_brokers_is_a_fault_that_names_them) {
    SilentLog log;
    kafka::KafkaOptions options{.brokers = "127.0.0.1:1"};
    kafka::KafkaAdmin admin(options, log, milliseconds(500));
    try {
        admin.cluster();
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), FaultKind::retry_later);
        EXPECT_TRUE(std::string(fault.what()).starts_with("Kafka does not answer at 127.0.0.1:1"))
            << fault.what();
    }
}

}  // namespace
}  // namespace jangteo::test

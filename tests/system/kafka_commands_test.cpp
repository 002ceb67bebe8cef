// `jangteo migrate` and `jangteo doctor` where the configuration names brokers and a registry.

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tests/support/child_process.hpp"
#include "tests/support/live_shop.hpp"

namespace jangteo::test {
namespace {

class KafkaCommands : public testing::Test {
  protected:
    KafkaCommands() { configure("kafka", brokers); }

    void configure(const std::string& name, const std::string& to,
                   const std::string& more = "") const {
        std::ofstream(folder / name)
            << "data = '" << folder / "data"
            << "'\n[kafka]\nbrokers = '" << to << "'\ntopic_prefix = '" << prefix << "'\n"
            << more << "[schema_registry]\nurl = '" << from_environment("JANGTEO_TEST_REGISTRY")
            << "'\n";
    }
    Ended run(const std::string& command, const std::string& name = "kafka") const {
        return run_jangteo({command, "--config", folder / name});
    }

    TestFolder folder;
    std::string brokers = from_environment("JANGTEO_TEST_KAFKA");
    std::string prefix =
        "s" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count()) + ".";
};

TEST_F(KafkaCommands, make_topics_and_schemas_once_and_find_them_well) {
    const Ended before = run("doctor");
    EXPECT_EQ(before.status, 1) << before.output;
    EXPECT_TRUE(before.output.contains("topics       WRONG  14 of 14: ")) << before.output;
    EXPECT_TRUE(
        before.output.contains("schemas      WRONG  34 of 34 are not registered: run "
                               "`jangteo migrate`"))
        << before.output;

    const Ended first = run("migrate");
    EXPECT_EQ(first.status, 0) << first.output;
    EXPECT_TRUE(first.output.contains("14 of 14 topics made now")) << first.output;
    EXPECT_TRUE(first.output.contains("34 of 34 schemas registered now")) << first.output;
    const Ended again = run("migrate");
    EXPECT_EQ(again.status, 0) << again.output;
    EXPECT_TRUE(again.output.contains("0 of 14 topics made now")) << again.output;
    EXPECT_TRUE(again.output.contains("0 of 34 schemas registered now")) << again.output;

    const Ended doctor = run("doctor");
    EXPECT_EQ(doctor.status, 0) << doctor.output;
    EXPECT_TRUE(doctor.output.contains("replication 3, min.insync.replicas 2")) << doctor.output;
}

TEST_F(KafkaCommands, find_topics_that_keep_less_than_was_asked_for) {
    configure("lax", brokers, "replication = 2\nmin_insync_replicas = 1\n");
    EXPECT_EQ(run("migrate", "lax").status, 0);
    EXPECT_EQ(run("doctor", "lax").status, 0);
    const Ended doctor = run("doctor");
    EXPECT_EQ(doctor.status, 1);
    EXPECT_TRUE(doctor.output.contains("topics       WRONG  14 of 14: ")) << doctor.output;
    EXPECT_TRUE(doctor.output.contains("replication is 2, not 3")) << doctor.output;
}

TEST_F(KafkaCommands, say_in_one_line_what_cannot_be_reached_or_is_missing) {
    configure("away", "127.0.0.1:1");
    const Ended doctor = run("doctor", "away");
    EXPECT_EQ(doctor.status, 1) << doctor.output;
    EXPECT_FALSE(doctor.output.contains("topics")) << "there is no use in asking";
    EXPECT_TRUE(doctor.output.contains("kafka        WRONG  Kafka does not answer at 127.0.0.1:1"))
        << doctor.output;
    std::ofstream(folder / "half") << "[kafka]\nbrokers = '" << brokers << "'\n";
    const Ended half = run("doctor", "half");
    EXPECT_EQ(half.status, 2);
    EXPECT_TRUE(half.output.contains("schema_registry.url is empty, and kafka.brokers needs it"))
        << half.output;
}

}  // namespace
}  // namespace jangteo::test

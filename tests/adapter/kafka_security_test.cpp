// Brokers that want TLS, and a login.

#include <gtest/gtest.h>

#include "kernel/fault.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/kafka_corner.hpp"

namespace jangteo::test {
namespace {

using kafka::Security;

struct Login {
    Login() {
        const std::string login = from_environment("JANGTEO_TEST_KAFKA_LOGIN");
        const std::size_t space = login.find(' ');
        user = login.substr(0, space);
        password = login.substr(space + 1);
    }
    std::string user;
    std::string password;
};

kafka::KafkaOptions secured(const KafkaCorner& corner, Security security) {
    kafka::KafkaOptions options = corner.options();
    options.security = security;
    options.ca_file = from_environment("JANGTEO_TEST_KAFKA_CA");
    options.brokers = from_environment("JANGTEO_TEST_KAFKA_TLS");
    if (security == Security::tls) return options;
    options.brokers = from_environment("JANGTEO_TEST_KAFKA_SASL");
    options.user = Login().user;
    options.password = Login().password;
    return options;
}

class KafkaSecurity : public ::testing::TestWithParam<Security> {};

std::string problem_with(const kafka::KafkaOptions& options) {
    SilentLog log;
    try {
        kafka::KafkaAdmin(options, log, seconds(3)).cluster();
        return "none";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), FaultKind::retry_later);
        return fault.what();
    }
}

TEST_P(KafkaSecurity, lets_events_out_and_in) {
    KafkaCorner corner;
    if (GetParam() == Security::sasl_scram && !kafka::speaks_scram_with_kafka_4()) {
        const std::string problem = problem_with(secured(corner, GetParam()));
        EXPECT_TRUE(problem.contains("only from librdkafka 2.6.1 on")) << problem;
        return;
    }
    kafka::KafkaProducer producer(secured(corner, GetParam()), corner.schemas, corner.log,
                                  corner.metrics);
    EXPECT_TRUE(send_and_wait(producer, {toy_event(1, 0), toy_event(2, 0)}).empty());

    kafka::ConsumerOptions options = corner.consumer_options();
    options.kafka = secured(corner, GetParam());
    kafka::KafkaConsumer consumer(options, corner.schemas, corner.log, corner.metrics);
    Inbox inbox;
    consumer.start({std::string(ToyCounted::topic)}, inbox.sink(&consumer));
    EXPECT_TRUE(inbox.wait_for(2));
    consumer.stop();
}

INSTANTIATE_TEST_SUITE_P(Protocols, KafkaSecurity,
                         testing::Values(Security::tls, Security::sasl_plain, Security::sasl_scram),
                         [](const testing::TestParamInfo<Security>& security) {
                             return security.param == Security::tls          ? "tls"
                                    : security.param == Security::sasl_plain ? "sasl_plain"
                                                                             : "sasl_scram";
                         });

TEST(KafkaSecurityProblem, is_told) {
    KafkaCorner corner;
    auto options = secured(corner, Security::tls);
    EXPECT_EQ(problem_with(options), "none");
    options.ca_file.clear();
    EXPECT_NE(problem_with(options).find("certificate verify failed"), std::string::npos)
        << problem_with(options);
    for (Security security : {Security::sasl_plain, Security::sasl_scram}) {
        options = secured(corner, security);
        options.password = "another";
        const std::string problem = problem_with(options);
        EXPECT_NE(problem.find("uthentication failed"), std::string::npos) << problem;
        EXPECT_EQ(problem.find("another"), std::string::npos) << problem;
    }
}

}  // namespace
}  // namespace jangteo::test

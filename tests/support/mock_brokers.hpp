#pragma once

// MockBrokers: librdkafka's own stand-in for a cluster, for failures that real brokers are hard to
// bring to. It has no admin interface; topics make themselves.

#include <librdkafka/rdkafka_mock.h>

#include <initializer_list>
#include <vector>

#include "kernel/check.hpp"
#include "platform/kafka/kafka_client.hpp"

namespace jangteo::test {

class MockBrokers {
  public:
    explicit MockBrokers(int brokers = 3)
        : client_(make_client()), cluster_(rd_kafka_mock_cluster_new(client_.get(), brokers)) {
        check(cluster_ != nullptr, "a mock cluster can be made");
    }

    platform::kafka::KafkaOptions options() const {
        return {.brokers = rd_kafka_mock_cluster_bootstraps(cluster_.get())};
    }
    void create_topic(const char* topic, int partitions) {
        rd_kafka_mock_topic_create(cluster_.get(), topic, partitions, 1);
    }
    // The next requests to store records are answered so, one after the other.
    void answer_produce(const std::vector<rd_kafka_resp_err_t>& errors) {
        constexpr std::int16_t produce = 0;
        rd_kafka_mock_push_request_errors_array(cluster_.get(), produce, errors.size(),
                                                errors.data());
    }
    void set_down() { rd_kafka_mock_broker_set_down(cluster_.get(), -1); }
    void set_up() { rd_kafka_mock_broker_set_up(cluster_.get(), -1); }

  private:
    // It says what nobody wants to know.
    static platform::kafka::Client make_client() {
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        rd_kafka_conf_set_log_cb(conf, nullptr);
        return platform::kafka::Client(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
    }

    platform::kafka::Client client_;
    platform::kafka::Handle<rd_kafka_mock_cluster_t, rd_kafka_mock_cluster_destroy> cluster_;
};

}  // namespace jangteo::test

#pragma once

// KafkaAdmin: makes topics and tells what is there. For commands: calls block until they are
// answered or patience ends. Fault{retry_later} when no broker can be reached, Fault{permanent}
// when they refuse.

#include <string>
#include <vector>

#include "kernel/timestamp.hpp"
#include "platform/kafka/kafka_client.hpp"

namespace jangteo::platform::kafka {

struct TopicPlan {
    std::string name;  // as the brokers know it
    int partitions = 3;
    int replication = 3;
    int min_insync_replicas = 2;
};

struct ClusterFacts {
    std::string id;
    int controller = -1;               // a broker's number; -1: none
    std::vector<std::string> brokers;  // "1 127.0.0.1:9092", those that are there
    std::string library;               // and its version
};

struct TopicFacts {
    std::string name;
    bool is_there = false;
    std::string problem;  // why nothing is known of it
    int partitions = 0;
    int replication = 0;          // the smallest of a partition
    int without_leader = 0;       // partitions
    int behind = 0;               // partitions with a replica that is not in sync
    int min_insync_replicas = 0;  // 0: may not be read
    std::int64_t record_bytes_max = 0;
};

class KafkaAdmin : private KafkaListener {
  public:
    KafkaAdmin(KafkaOptions options, runtime::Log& log, Duration patience = seconds(10));

    ClusterFacts cluster();
    // Those that were made now, once each of their partitions has a leader. What is there already
    // is left as it is. Safe by two at once.
    std::vector<std::string> create_missing(const std::vector<TopicPlan>& topics);
    // "" when we could make such a topic; else what the brokers say.
    std::string creation_problem(const TopicPlan& topic);
    std::vector<TopicFacts> describe(const std::vector<std::string>& topics);

  private:
    enum class Creation { real, only_validated };
    struct Verdict {
        std::string topic;
        rd_kafka_resp_err_t error;
        std::string words;
    };

    using Metadata = Handle<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;

    void refused(std::string_view words) override { problem_ = words; }
    std::vector<Verdict> create(const std::vector<TopicPlan>& topics, Creation creation);
    void wait_for_leaders(const std::vector<std::string>& topics);
    void add_settings(std::vector<TopicFacts>& topics);
    Metadata metadata() const;
    LibraryEvent wait();

    KafkaOptions options_;
    int patience_ms_;
    std::string problem_;  // why a broker refused us, the last time
    Client client_;
    Queue queue_;
};

}  // namespace jangteo::platform::kafka

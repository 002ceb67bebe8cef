#pragma once

// KafkaConsumer: a member of a group that shares the partitions of some topics. What is handled is
// committed about once a second, when a partition is taken from us, and at the end; a crash in
// between has the records since then delivered again.
//
// Partitions move one by one (cooperative-sticky). Before one goes, what has come of it is given
// some time to be handled. A record whose schema the registry cannot be asked for waits with its
// partition; the others go on. An event of a type that this program does not declare arrives with
// its payload as it was written.
//
// One thread of its own, on which the sink is called. handled() from any thread.

#include <atomic>
#include <deque>
#include <map>
#include <thread>
#include <vector>

#include "platform/kafka/consumer_partitions.hpp"
#include "platform/kafka/kafka_client.hpp"
#include "platform/kafka/kafka_record.hpp"
#include "platform/kafka/writer_schemas.hpp"
#include "runtime/broker.hpp"
#include "runtime/metrics.hpp"

namespace jangteo::platform::kafka {

struct ConsumerOptions {
    KafkaOptions kafka;
    std::string group;
    std::size_t unhandled_max = 2000;         // of a partition; more for a second pause it
    Duration handling_patience = seconds(5);  // for what has come, before a partition goes
    Duration measure_every = seconds(5);      // the lag
};

class KafkaConsumer final : public runtime::BrokerConsumer, private KafkaListener {
  public:
    // The ids of `schemas` are known. Fault{permanent} when the settings make no client.
    KafkaConsumer(ConsumerOptions options, const schema_registry::EventSchemas& schemas,
                  runtime::Log& log, runtime::Metrics& metrics);
    ~KafkaConsumer() override;
    KafkaConsumer(const KafkaConsumer&) = delete;
    KafkaConsumer& operator=(const KafkaConsumer&) = delete;

    void start(std::vector<std::string> topics, Sink sink) override;
    void handled(const runtime::BrokerPartition& partition, std::int64_t offset) override;
    void stop() override;

  private:
    using Partition = runtime::BrokerPartition;

    void rebalanced(rd_kafka_resp_err_t what,
                    const rd_kafka_topic_partition_list_t& partitions) override;
    void measured(std::string_view statistics) override;
    void broken(std::string_view words) override;

    void loop();
    void poll();
    void take(Received message);
    bool read(const rd_kafka_message_t& message);
    void read_held();
    void deliver();
    void wait_for_room();
    void follow_changes();
    void pause(const Partition& partition);
    void resume(const Partition& partition);
    void assign(const rd_kafka_topic_partition_list_t& partitions);
    void give_up(const rd_kafka_topic_partition_list_t& partitions);
    void commit();
    void leave();
    bool close();
    PartitionList list_of(const Partition& partition, std::int64_t offset) const;
    Partition partition_of(const rd_kafka_topic_partition_t& element) const;
    runtime::Gauge& lag_of(const std::string& topic, int number);

    ConsumerOptions options_;
    runtime::Metrics& metrics_;
    runtime::Counter& consumed_;
    runtime::Counter& unreadable_;
    runtime::Gauge& waiting_;
    runtime::Gauge& held_records_;
    ConsumerPartitions partitions_;
    Sink sink_;
    Client client_;
    Queue queue_;
    WriterSchemas writers_;  // its thread wakes the queue
    // The consumer's thread alone:
    std::vector<runtime::Arrival> arrivals_;
    std::map<Partition, std::deque<Received>> held_;  // paused: a schema is being fetched
    std::string last_problem_;                        // logged once until it is another one
    std::atomic<bool> schemas_came_{false};
    std::atomic<bool> stopping_{false};
    std::mutex closing_;  // held where the client must not close
    bool is_closed_ = true;
    std::thread thread_;
};

}  // namespace jangteo::platform::kafka

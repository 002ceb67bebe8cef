#include "platform/kafka/kafka_probe.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "kernel/fault.hpp"
#include "platform/kafka/kafka_client.hpp"

namespace jangteo::platform::kafka {
namespace {

constexpr int answer_ms_max = 10'000;
constexpr std::size_t messages_at_once = 1'000;

class Probe : private KafkaListener {
  public:
    Probe(const KafkaOptions& options, const ProbeLoad& load, runtime::Log& to)
        : KafkaListener(to),
          load_(load),
          producer_(client(
              options, RD_KAFKA_PRODUCER,
              {{"enable.idempotence", "true"}, {"linger.ms", std::to_string(options.linger_ms)}})),
          consumer_(client(options, RD_KAFKA_CONSUMER,
                           {{"group.id", load.topic}, {"enable.auto.commit", "false"}})) {}

    double run() {
        read_from_the_end();
        const auto begun = std::chrono::steady_clock::now();
        std::thread sender([this] { send(); });
        const bool all_came = receive();
        sender.join();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
        rd_kafka_flush(producer_.get(), answer_ms_max);
        if (!all_came) throw Fault(FaultKind::retry_later, "the brokers do not answer");
        return static_cast<double>(load_.records) / taken.count();
    }

  private:
    using Settings = std::vector<std::pair<std::string, std::string>>;

    Client client(const KafkaOptions& options, rd_kafka_type_t type, const Settings& settings) {
        KafkaConf conf(options, *this);
        for (const auto& [name, value] : settings) conf.set(name, value);
        return conf.make(type);
    }

    void read_from_the_end() {
        PartitionList places(rd_kafka_topic_partition_list_new(load_.partitions));
        for (int number = 0; number < load_.partitions; ++number) {
            std::int64_t low = 0;
            std::int64_t high = 0;
            if (rd_kafka_query_watermark_offsets(consumer_.get(), load_.topic.c_str(), number, &low,
                                                 &high, answer_ms_max) != 0) {
                throw Fault(FaultKind::retry_later,
                            "the brokers do not say where " + load_.topic + " ends");
            }
            rd_kafka_topic_partition_list_add(places.get(), load_.topic.c_str(), number)->offset =
                high;
        }
        rd_kafka_assign(consumer_.get(), places.get());
    }

    void send() {
        std::string value(load_.record_bytes, 'x');
        for (std::int64_t sent = 0; sent < load_.records && !given_up_;) {
            const auto failed = rd_kafka_producev(
                producer_.get(), RD_KAFKA_V_TOPIC(load_.topic.c_str()),
                RD_KAFKA_V_PARTITION(static_cast<std::int32_t>(sent % load_.partitions)),
                RD_KAFKA_V_VALUE(value.data(), value.size()),
                RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
            sent += failed == RD_KAFKA_RESP_ERR_NO_ERROR;
            rd_kafka_poll(producer_.get(), failed == RD_KAFKA_RESP_ERR_NO_ERROR ? 0 : 1);
        }
    }

    // False: nothing came for too long.
    bool receive() {
        Queue queue(rd_kafka_queue_get_consumer(consumer_.get()));
        std::array<rd_kafka_message_t*, messages_at_once> messages{};
        for (std::int64_t left = load_.records; left > 0;) {
            const auto count = rd_kafka_consume_batch_queue(queue.get(), answer_ms_max,
                                                            messages.data(), messages.size());
            if (count <= 0) {
                given_up_ = true;
                return false;
            }
            for (std::int64_t i = 0; i < count; ++i) {
                left -= messages[static_cast<std::size_t>(i)]->err == RD_KAFKA_RESP_ERR_NO_ERROR;
                rd_kafka_message_destroy(messages[static_cast<std::size_t>(i)]);
            }
        }
        return true;
    }

    ProbeLoad load_;
    std::atomic<bool> given_up_{false};
    Client producer_;
    Client consumer_;
};

}  // namespace

double bare_records_per_second(const KafkaOptions& options, const ProbeLoad& load,
                               runtime::Log& log) {
    return Probe(options, load, log).run();
}

}  // namespace jangteo::platform::kafka

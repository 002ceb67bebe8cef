#pragma once

// KafkaProducer: events into topics, each stored once and in order by the idempotent producer of
// librdkafka. What the brokers do not take for now stays here and is sent until they do.
//
// When the library can do no more with its client (a fatal error: the brokers lost what they knew
// of this producer, say), the client is made anew and everything without an answer is sent again,
// in order: only then may an event be stored twice, with the same ids. A batch that is refused for
// one of its records is sent again record by record, so that only that one fails.
//
// send() from any thread, does not block. `done` is called on the producer's own thread; what has
// no answer when the producer is destroyed gets none.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/kafka/kafka_client.hpp"
#include "platform/kafka/kafka_record.hpp"
#include "platform/schema_registry/event_schemas.hpp"
#include "runtime/broker.hpp"
#include "runtime/metrics.hpp"

namespace jangteo::platform::kafka {

class KafkaProducer final : public runtime::BrokerProducer, private KafkaListener {
  public:
    // The ids of `schemas` are known. Fault{permanent} when the settings make no client.
    KafkaProducer(KafkaOptions options, const schema_registry::EventSchemas& schemas,
                  runtime::Log& log, runtime::Metrics& metrics);
    ~KafkaProducer() override;
    KafkaProducer(const KafkaProducer&) = delete;
    KafkaProducer& operator=(const KafkaProducer&) = delete;

    void send(std::vector<runtime::BrokerEvent> events, Done done) override;

  private:
    // One call of send().
    struct Batch {
        Done done;
        std::size_t open = 0;
        std::vector<runtime::SendFailure> failures;
    };
    struct Outgoing {
        KafkaRecord record;  // the library reads it from here
        std::string topic;
        std::shared_ptr<Batch> batch;
        std::size_t index = 0;
        std::uint64_t number = 0;  // since the start
        bool went_alone = false;   // in no batch with others
        bool is_answered = false;
    };
    struct Answered {
        Done done;
        std::vector<runtime::SendFailure> failures;
    };

    void delivered(const rd_kafka_message_t& message) override;
    void broken(std::string_view words) override;

    Client make_client();
    void loop();
    void hand_over();
    void hand_over_round();
    void wake_loop();
    int until_next_round_ms() const;
    bool may_hand_over() const;
    bool hand_over(Outgoing& outgoing);
    void judge(Outgoing& outgoing, rd_kafka_resp_err_t error);
    void answer(Outgoing& outgoing, std::string_view error);
    void start_over(const std::string& why);
    void forget_answered();
    void begin_anew(std::unique_lock<std::mutex>& lock);

    KafkaOptions options_;
    const schema_registry::EventSchemas& schemas_;
    runtime::Counter& produced_;
    runtime::Counter& acknowledged_;
    runtime::Counter& failed_;
    runtime::Counter& restarts_;
    runtime::Gauge& unacknowledged_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Outgoing> under_way_;  // in the order of send()
    std::size_t next_ = 0;            // the first that the library does not have
    std::size_t handed_over_ = 0;     // and no answer yet
    std::chrono::steady_clock::time_point next_round_{};  // of handing over, at the earliest
    std::uint64_t last_number_ = 0;
    std::uint64_t alone_until_ = 0;  // records up to this number go one by one
    bool is_one_alone_ = false;      // now
    std::vector<Answered> answered_;
    std::string broken_by_;  // why everything is to be sent again; empty: nothing is wrong
    int failures_in_a_row_ = 0;
    bool stopping_ = false;
    Client client_;
    std::thread thread_;
};

}  // namespace jangteo::platform::kafka

#pragma once

// KafkaConf and the handles of librdkafka's objects. What the library logs goes to our log; what it
// reports goes to a KafkaListener.

#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>

#include "platform/kafka/kafka_options.hpp"
#include "runtime/log.hpp"

namespace jangteo::platform::kafka {

template <auto destroy>
struct Destroy {
    template <class T>
    void operator()(T* object) const {
        destroy(object);
    }
};

template <class T, auto destroy>
using Handle = std::unique_ptr<T, Destroy<destroy>>;

using Client = Handle<rd_kafka_t, rd_kafka_destroy>;
using PartitionList =
    Handle<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Received = Handle<rd_kafka_message_t, rd_kafka_message_destroy>;
using Queue = Handle<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using LibraryEvent = Handle<rd_kafka_event_t, rd_kafka_event_destroy>;

// Outlives its client. Called on the thread that polls the client, save `log`.
class KafkaListener {
  public:
    explicit KafkaListener(runtime::Log& to) : log(to) {}
    virtual ~KafkaListener() = default;
    virtual void delivered(const rd_kafka_message_t& /*message*/) {}
    virtual void rebalanced(rd_kafka_resp_err_t /*what*/,
                            const rd_kafka_topic_partition_list_t& /*partitions*/) {}
    virtual void measured(std::string_view /*statistics*/) {}
    virtual void refused(std::string_view /*words*/) {}  // by TLS, or the login
    virtual void broken(std::string_view /*words*/) {}   // this client can do no more

    runtime::Log& log;
};

class KafkaConf {
  public:
    KafkaConf(const KafkaOptions& options, KafkaListener& listener);

    // Fault{permanent} when the library does not take it.
    void set(const std::string& name, const std::string& value);
    void report_deliveries();
    void report_rebalances();
    void report_statistics(int every_ms);

    // Once; the settings in `more` come last.
    Client make(rd_kafka_type_t type);

  private:
    void set_security(const KafkaOptions& options);

    const KafkaOptions& options_;
    Handle<rd_kafka_conf_t, rd_kafka_conf_destroy> conf_;
};

// Before, the library sent its own part of the nonce twice, which brokers before 4.0 let pass:
// https://github.com/confluentinc/librdkafka/pull/4895
inline bool speaks_scram_with_kafka_4() { return rd_kafka_version() >= 0x020601ff; }

// Every topic in the list, as "order.events 0, order.events 2".
std::string text_of(const rd_kafka_topic_partition_list_t& partitions);

}  // namespace jangteo::platform::kafka

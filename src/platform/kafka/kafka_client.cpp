#include "platform/kafka/kafka_client.hpp"

#include <fmt/format.h>
#include <syslog.h>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::platform::kafka {
namespace {

KafkaListener& listener_of(const rd_kafka_t* client) {
    return *static_cast<KafkaListener*>(rd_kafka_opaque(client));
}

// The library goes on by itself from whatever it logs, so nothing of it is an error of ours.
void take_log(const rd_kafka_t* client, int level, const char* facility, const char* words) {
    auto ours = runtime::LogLevel::debug;
    if (level <= LOG_WARNING) ours = runtime::LogLevel::warning;
    runtime::Log& log = listener_of(client).log;
    if (log.wants(ours)) log.write(ours, "kafka", {{"about", facility}, {"words", words}});
}

void take_error(rd_kafka_t* client, int code, const char* words, void* opaque) {
    auto& listener = *static_cast<KafkaListener*>(opaque);
    if (code == RD_KAFKA_RESP_ERR__FATAL) {
        char reason[512];
        rd_kafka_fatal_error(client, reason, sizeof reason);
        listener.broken(reason);
        return;
    }
    const bool is_refused =
        code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL;
    if (is_refused || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
        listener.log.write(runtime::LogLevel::warning, "kafka_unreachable", {{"error", words}});
    if (is_refused) listener.refused(words);
}

void take_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    static_cast<KafkaListener*>(opaque)->delivered(*message);
}

void take_rebalance(rd_kafka_t*, rd_kafka_resp_err_t what,
                    rd_kafka_topic_partition_list_t* partitions, void* opaque) {
    static_cast<KafkaListener*>(opaque)->rebalanced(what, *partitions);
}

int take_statistics(rd_kafka_t*, char* json, std::size_t size, void* opaque) {
    static_cast<KafkaListener*>(opaque)->measured({json, size});
    return 0;
}

}  // namespace

KafkaConf::KafkaConf(const KafkaOptions& options, KafkaListener& listener)
    : options_(options), conf_(rd_kafka_conf_new()) {
    rd_kafka_conf_set_opaque(conf_.get(), &listener);
    rd_kafka_conf_set_log_cb(conf_.get(), take_log);
    rd_kafka_conf_set_error_cb(conf_.get(), take_error);
    set("bootstrap.servers", options.brokers);
    set("client.id", "jangteo");
    set("log.connection.close", "false");
    set("socket.keepalive.enable", "true");
    set("reconnect.backoff.max.ms", "2000");
    set("topic.metadata.refresh.interval.ms", "30000");
    set("message.max.bytes", std::to_string(options.record_bytes_max));
    set_security(options);
}

void KafkaConf::set_security(const KafkaOptions& options) {
    if (options.security == Security::plaintext) return;
    const bool is_sasl = options.security != Security::tls;
    set("security.protocol", is_sasl ? "sasl_ssl" : "ssl");
    if (!options.ca_file.empty()) set("ssl.ca.location", options.ca_file);
    if (!is_sasl) return;
    set("sasl.mechanism", options.security == Security::sasl_plain ? "PLAIN" : "SCRAM-SHA-512");
    set("sasl.username", options.user);
    set("sasl.password", options.password);
}

void KafkaConf::set(const std::string& name, const std::string& value) {
    char error[512];
    if (rd_kafka_conf_set(conf_.get(), name.c_str(), value.c_str(), error, sizeof error) !=
        RD_KAFKA_CONF_OK) {
        // The library's own words would show the value, which may be a password.
        throw Fault(FaultKind::permanent, "Kafka's client does not take its setting " + name);
    }
}

void KafkaConf::report_deliveries() { rd_kafka_conf_set_dr_msg_cb(conf_.get(), take_delivery); }
void KafkaConf::report_rebalances() { rd_kafka_conf_set_rebalance_cb(conf_.get(), take_rebalance); }

void KafkaConf::report_statistics(int every_ms) {
    set("statistics.interval.ms", std::to_string(every_ms));
    rd_kafka_conf_set_stats_cb(conf_.get(), take_statistics);
}

Client KafkaConf::make(rd_kafka_type_t type) {
    for (const auto& [name, value] : options_.more) set(name, value);
    char error[512];
    rd_kafka_t* client = rd_kafka_new(type, conf_.get(), error, sizeof error);
    if (!client) {
        throw Fault(FaultKind::permanent, fmt::format("Kafka's client cannot start: {}", error));
    }
    [[maybe_unused]] auto* taken = conf_.release();  // the client's now
    return Client(client);
}

std::string text_of(const rd_kafka_topic_partition_list_t& partitions) {
    std::string out;
    for (int i = 0; i < partitions.cnt; ++i) {
        out += fmt::format("{}{} {}", i == 0 ? "" : ", ", partitions.elems[i].topic,
                           partitions.elems[i].partition);
    }
    return out;
}

}  // namespace jangteo::platform::kafka

#include "boot/kafka_setup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "boot/declared_shop.hpp"
#include "boot/option_checks.hpp"
#include "kernel/fault.hpp"
#include "runtime/broker.hpp"

namespace jangteo::boot {
namespace {

using platform::kafka::Security;

constexpr std::size_t prefix_bytes_max = 100;  // Kafka's names have 249

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

bool is_host_and_port(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view host = text.substr(0, colon);
    const bool is_numeric = host.front() == '[' && host.back() == ']';  // IPv6
    if (!is_numeric && !std::ranges::all_of(host, is_name_character)) return false;
    std::uint16_t port = 0;
    const char* last = text.data() + text.size();
    auto [end, error] = std::from_chars(text.data() + colon + 1, last, port);
    return error == std::errc() && end == last && port > 0;
}

bool is_registry_url(std::string_view url) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!url.starts_with(scheme)) continue;
        const std::string_view rest = url.substr(scheme.size());
        return !rest.empty() && rest.front() != '/' && rest.back() != '/' &&
               rest.find_first_of(" @?#") == std::string_view::npos;
    }
    return false;
}

Security security_of(const Config& config) {
    if (config.kafka_security == "tls") return Security::tls;
    if (config.kafka_security == "sasl_plain") return Security::sasl_plain;
    if (config.kafka_security == "sasl_scram") return Security::sasl_scram;
    return Security::plaintext;
}

void require(bool condition, const char* words) {
    if (!condition) throw Fault(FaultKind::permanent, words);
}

}  // namespace

bool uses_kafka(const Config& config) { return !config.kafka_brokers.empty(); }

platform::kafka::KafkaOptions kafka_options(const Config& config) {
    const Security security = security_of(config);
    const bool is_sasl = security == Security::sasl_plain || security == Security::sasl_scram;
    require(!is_sasl || !config.kafka_user.empty(),
            "kafka.user is empty, and kafka.security asks for one");
    require(is_sasl || (config.kafka_user.empty() && config.kafka_password.empty()),
            "kafka.user is set, and kafka.security is neither sasl_plain nor sasl_scram");
    require(config.kafka_min_insync_replicas <= config.kafka_replication,
            "kafka.min_insync_replicas is more than kafka.replication: nothing could be stored");
    require(!config.schema_registry_url.empty(),
            "schema_registry.url is empty, and kafka.brokers needs it");
    return {.brokers = config.kafka_brokers,
            .topic_prefix = config.kafka_topic_prefix,
            .security = security,
            .user = config.kafka_user,
            .password = config.kafka_password,
            .ca_file = config.kafka_ca_file,
            .linger_ms = config.kafka_linger_ms};
}

platform::schema_registry::RegistryOptions registry_options(const Config& config) {
    return {.urls = split_list(config.schema_registry_url),
            .user = config.schema_registry_user,
            .password = config.schema_registry_password,
            .ca_file = config.schema_registry_ca_file};
}

std::vector<runtime::EventType> declared_events() {
    std::vector<runtime::EventType> events;
    for (const auto& [name, type] : declared_registry().event_types()) events.push_back(type);
    return events;
}

std::vector<platform::kafka::TopicPlan> planned_topics(const Config& config) {
    std::set<std::string_view> topics;
    for (const auto& event : declared_events()) topics.insert(event.topic);
    std::vector<platform::kafka::TopicPlan> plans;
    for (std::string_view topic : topics) {
        for (std::string_view end : {std::string_view(), runtime::dead_letter_suffix}) {
            plans.push_back({.name = fmt::format("{}{}{}", config.kafka_topic_prefix, topic, end),
                             .partitions = config.kafka_partitions,
                             .replication = config.kafka_replication,
                             .min_insync_replicas = config.kafka_min_insync_replicas});
        }
    }
    return plans;
}

std::string brokers_problem(const std::string& brokers) {
    const bool is_well = std::ranges::all_of(split_list(brokers), is_host_and_port);
    return is_well ? "" : "is not a list of host:port with commas";
}

std::string topic_prefix_problem(const std::string& prefix) {
    const bool is_well =
        prefix.size() <= prefix_bytes_max && std::ranges::all_of(prefix, is_name_character);
    return is_well ? "" : "is not up to 100 letters, digits, dots, underscores and hyphens";
}

std::string registry_url_problem(const std::string& urls) {
    const bool is_well = std::ranges::all_of(split_list(urls), is_registry_url);
    return is_well ? ""
                   : "is not a list of http(s)://host:port/path with commas, without a user and "
                     "without a slash at the end";
}

}  // namespace jangteo::boot

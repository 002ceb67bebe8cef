#include "boot/doctor_brokers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "boot/kafka_setup.hpp"
#include "platform/schema_registry/event_schemas.hpp"
#include "platform/spdlog/spdlog_log.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

using platform::kafka::KafkaAdmin;
using platform::kafka::TopicFacts;
using platform::schema_registry::SchemaRegistry;

constexpr Duration patience = seconds(5);
// The registry tells whole seconds.
constexpr Duration clocks_apart_max = seconds(2);

std::string cluster(KafkaAdmin& admin) {
    const auto facts = admin.cluster();
    if (facts.controller < 0) complain("there is no controller: start one");
    return fmt::format("cluster {} by {}, controller {}", facts.id, facts.library,
                       facts.controller);
}

std::string brokers(KafkaAdmin& admin, const Config& config) {
    const auto facts = admin.cluster();
    const std::string words = fmt::format("{}", fmt::join(facts.brokers, ", "));
    if (static_cast<int>(facts.brokers.size()) < config.kafka_replication) {
        complain(fmt::format("{}: kafka.replication is {}: start more, or lower it", words,
                             config.kafka_replication));
    }
    return words;
}

std::string rights(KafkaAdmin& admin, const Config& config) {
    auto probe = planned_topics(config).front();
    probe.name = config.kafka_topic_prefix + "jangteo.doctor";
    const std::string problem = admin.creation_problem(probe);
    if (!problem.empty()) complain("topics cannot be made: " + problem);
    return "topics can be made";
}

std::string topic_problem(const TopicFacts& topic, const Config& config) {
    if (!topic.problem.empty()) return topic.problem;
    if (!topic.is_there) return "is not there: run `jangteo migrate`";
    if (topic.without_leader > 0) {
        return fmt::format("{} partitions have no leader: start their brokers",
                           topic.without_leader);
    }
    if (topic.replication < config.kafka_replication) {
        return fmt::format("replication is {}, not {}: have its partitions reassigned",
                           topic.replication, config.kafka_replication);
    }
    if (topic.min_insync_replicas < config.kafka_min_insync_replicas) {
        return fmt::format("min.insync.replicas is {}, not {}: set it with kafka-configs",
                           topic.min_insync_replicas, config.kafka_min_insync_replicas);
    }
    if (topic.behind > 0) {
        return fmt::format("{} partitions have a replica that is behind: see to its broker",
                           topic.behind);
    }
    if (topic.record_bytes_max < kafka_options(config).record_bytes_max) {
        return fmt::format("max.message.bytes is {}, and records may have {}",
                           topic.record_bytes_max, kafka_options(config).record_bytes_max);
    }
    return "";
}

std::string topics(KafkaAdmin& admin, const Config& config) {
    std::vector<std::string> names;
    for (const auto& plan : planned_topics(config)) names.push_back(plan.name);
    std::string first;
    int wrong = 0;
    for (const TopicFacts& topic : admin.describe(names)) {
        const std::string problem = topic_problem(topic, config);
        if (problem.empty()) continue;
        if (wrong++ == 0) first = topic.name + ": " + problem;
    }
    if (wrong > 0) complain(fmt::format("{} of {}: {}", wrong, names.size(), first));
    return fmt::format("all {}, replication {}, min.insync.replicas {}, or more", names.size(),
                       config.kafka_replication, config.kafka_min_insync_replicas);
}

std::string registry_clock(SchemaRegistry& registry) {
    const auto theirs = registry.clock();
    if (!theirs) return "the registry does not tell";
    const Timestamp ours = platform::SystemClock().now();
    const Duration apart = std::max(ours - *theirs, *theirs - ours);
    const std::string words = fmt::format("{:.0f} s apart", apart.seconds());
    if (apart > clocks_apart_max) {
        complain(words + ": let both machines keep their time (chrony, ntpd)");
    }
    return words;
}

std::string schemas(SchemaRegistry& registry, const Config& config) {
    std::size_t missing = 0;
    std::size_t all = 0;
    for (const auto& type : declared_events()) {
        const auto event = platform::schema_registry::event_schema(type, config.kafka_topic_prefix);
        ++all;
        if (registry.find_id(event.subject, event.schema)) continue;
        ++missing;
        const std::string problem = registry.incompatibility(event.subject, event.schema);
        if (!problem.empty()) complain(fmt::format("{}: {}", event.subject, problem));
    }
    if (missing > 0) {
        complain(fmt::format("{} of {} are not registered: run `jangteo migrate`", missing, all));
    }
    return fmt::format("all {} are registered", all);
}

}  // namespace

void examine_brokers(const Config& config, Findings& findings) {
    platform::SpdlogLog log(platform::LogFormat::human, runtime::LogLevel::error);
    KafkaAdmin admin(kafka_options(config), log, patience);
    fmt::print("{}\n", config.kafka_brokers);
    if (findings.examine("kafka", [&] { return cluster(admin); })) {
        findings.examine("brokers", [&] { return brokers(admin, config); });
        findings.examine("rights", [&] { return rights(admin, config); });
        findings.examine("topics", [&] { return topics(admin, config); });
    }
    SchemaRegistry registry(registry_options(config));
    fmt::print("{}\n", config.schema_registry_url);
    findings.examine("clock", [&] { return registry_clock(registry); });
    findings.examine("schemas", [&] { return schemas(registry, config); });
}

}  // namespace jangteo::boot

#include "platform/kafka/kafka_admin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::platform::kafka {
namespace {

constexpr std::chrono::milliseconds between_looks{50};

using NewTopic = Handle<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using Resource = Handle<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;
using Options = Handle<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;

void take_partitions(const rd_kafka_metadata_topic& found, TopicFacts& facts) {
    if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        facts.problem = rd_kafka_err2str(found.err);
        return;
    }
    facts.is_there = true;
    facts.partitions = found.partition_cnt;
    for (int i = 0; i < found.partition_cnt; ++i) {
        const auto& partition = found.partitions[i];
        facts.replication =
            i == 0 ? partition.replica_cnt : std::min(facts.replication, partition.replica_cnt);
        if (partition.leader < 0) ++facts.without_leader;
        if (partition.isr_cnt < partition.replica_cnt) ++facts.behind;
    }
}

std::string hint_about_scram(Security security) {
    if (security != Security::sasl_scram || speaks_scram_with_kafka_4()) return "";
    return fmt::format(
        "; Kafka 4 takes SCRAM only from librdkafka 2.6.1 on, and this is {}: use "
        "sasl_plain, or install a later library",
        rd_kafka_version_str());
}

std::int64_t number_of(const char* text) {
    std::int64_t number = 0;
    const std::string_view all = text ? text : "";
    std::from_chars(all.data(), all.data() + all.size(), number);
    return number;
}

void take_settings(const rd_kafka_ConfigResource_t* resource, std::vector<TopicFacts>& topics) {
    auto topic =
        std::ranges::find(topics, rd_kafka_ConfigResource_name(resource), &TopicFacts::name);
    if (topic == topics.end()) return;
    std::size_t count = 0;
    const auto** entries = rd_kafka_ConfigResource_configs(resource, &count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view name = rd_kafka_ConfigEntry_name(entries[i]);
        const std::int64_t value = number_of(rd_kafka_ConfigEntry_value(entries[i]));
        if (name == "min.insync.replicas") topic->min_insync_replicas = static_cast<int>(value);
        if (name == "max.message.bytes") topic->record_bytes_max = value;
    }
}

}  // namespace

KafkaAdmin::KafkaAdmin(KafkaOptions options, runtime::Log& to, Duration patience)
    : KafkaListener(to),
      options_(std::move(options)),
      patience_ms_(static_cast<int>(patience.us / 1000)) {
    KafkaConf conf(options_, *this);
    client_ = conf.make(RD_KAFKA_PRODUCER);
    queue_.reset(rd_kafka_queue_new(client_.get()));
}

KafkaAdmin::Metadata KafkaAdmin::metadata() const {
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto error = rd_kafka_metadata(client_.get(), 1, nullptr, &metadata, patience_ms_);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_poll(client_.get(), 0);  // what it has to report by now
        const std::string why = problem_.empty() ? rd_kafka_err2str(error)
                                                 : problem_ + hint_about_scram(options_.security);
        throw Fault(FaultKind::retry_later,
                    fmt::format("Kafka does not answer at {}: {}", options_.brokers, why));
    }
    return Metadata(metadata);
}

ClusterFacts KafkaAdmin::cluster() {
    const Metadata metadata = this->metadata();
    ClusterFacts facts;
    facts.library = fmt::format("librdkafka {}", rd_kafka_version_str());
    facts.controller = rd_kafka_controllerid(client_.get(), patience_ms_);
    if (char* id = rd_kafka_clusterid(client_.get(), patience_ms_)) {
        facts.id = id;
        rd_kafka_mem_free(client_.get(), id);
    }
    for (int i = 0; i < metadata->broker_cnt; ++i) {
        const auto& broker = metadata->brokers[i];
        facts.brokers.push_back(fmt::format("{} {}:{}", broker.id, broker.host, broker.port));
    }
    std::ranges::sort(facts.brokers);
    return facts;
}

std::vector<std::string> KafkaAdmin::create_missing(const std::vector<TopicPlan>& topics) {
    std::vector<std::string> names;
    for (const TopicPlan& topic : topics) names.push_back(topic.name);
    std::vector<TopicPlan> missing;
    const auto found = describe(names);
    for (std::size_t i = 0; i < topics.size(); ++i) {
        if (!found[i].is_there) missing.push_back(topics[i]);
    }
    std::vector<std::string> made;
    if (missing.empty()) return made;
    for (const Verdict& verdict : create(missing, Creation::real)) {
        if (verdict.error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
        if (verdict.error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            throw Fault(FaultKind::permanent, fmt::format("the topic {} cannot be made: {}",
                                                          verdict.topic, verdict.words));
        }
        made.push_back(verdict.topic);
    }
    wait_for_leaders(names);
    return made;
}

std::string KafkaAdmin::creation_problem(const TopicPlan& topic) {
    const Verdict verdict = create({topic}, Creation::only_validated).front();
    const bool is_well = verdict.error == RD_KAFKA_RESP_ERR_NO_ERROR ||
                         verdict.error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS;
    return is_well ? "" : verdict.words;
}

std::vector<KafkaAdmin::Verdict> KafkaAdmin::create(const std::vector<TopicPlan>& topics,
                                                    Creation creation) {
    std::vector<NewTopic> owned;
    std::vector<rd_kafka_NewTopic_t*> wanted;
    for (const TopicPlan& topic : topics) {
        char error[512];
        owned.emplace_back(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions,
                                                 topic.replication, error, sizeof error));
        if (!owned.back()) {
            throw Fault(FaultKind::permanent,
                        fmt::format("the topic {} cannot be made: {}", topic.name, error));
        }
        rd_kafka_NewTopic_set_config(owned.back().get(), "min.insync.replicas",
                                     std::to_string(topic.min_insync_replicas).c_str());
        wanted.push_back(owned.back().get());
    }
    const Options options(rd_kafka_AdminOptions_new(client_.get(), RD_KAFKA_ADMIN_OP_CREATETOPICS));
    char error[512];
    rd_kafka_AdminOptions_set_operation_timeout(options.get(), patience_ms_, error, sizeof error);
    rd_kafka_AdminOptions_set_validate_only(options.get(), creation == Creation::only_validated,
                                            error, sizeof error);
    rd_kafka_CreateTopics(client_.get(), wanted.data(), wanted.size(), options.get(), queue_.get());
    const LibraryEvent event = wait();
    std::size_t count = 0;
    const auto** results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    std::vector<Verdict> verdicts;
    for (std::size_t i = 0; i < count; ++i) {
        const auto code = rd_kafka_topic_result_error(results[i]);
        const char* words = rd_kafka_topic_result_error_string(results[i]);
        verdicts.push_back(
            {rd_kafka_topic_result_name(results[i]), code, words ? words : rd_kafka_err2str(code)});
    }
    return verdicts;
}

void KafkaAdmin::wait_for_leaders(const std::vector<std::string>& topics) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms_);
    // Each look asks any one broker, and they learn of a topic one after the other: all of them
    // must have had their turn.
    for (int looks_in_a_row = 0;;) {
        const Metadata metadata = this->metadata();
        std::size_t ready = 0;
        for (int i = 0; i < metadata->topic_cnt; ++i) {
            const auto& topic = metadata->topics[i];
            TopicFacts facts;
            take_partitions(topic, facts);
            if (std::ranges::find(topics, topic.topic) != topics.end() && facts.is_there &&
                facts.without_leader == 0) {
                ++ready;
            }
        }
        looks_in_a_row = ready == topics.size() ? looks_in_a_row + 1 : 0;
        if (looks_in_a_row > 2 * metadata->broker_cnt) return;
        if (std::chrono::steady_clock::now() > end) {
            throw Fault(FaultKind::retry_later,
                        fmt::format("{} of {} topics have no leader yet: see that all brokers are "
                                    "up, and run this again",
                                    topics.size() - ready, topics.size()));
        }
        std::this_thread::sleep_for(between_looks);
    }
}

std::vector<TopicFacts> KafkaAdmin::describe(const std::vector<std::string>& topics) {
    std::vector<TopicFacts> facts;
    const Metadata metadata = this->metadata();
    for (const std::string& name : topics) {
        facts.push_back({.name = name});
        for (int i = 0; i < metadata->topic_cnt; ++i) {
            if (metadata->topics[i].topic == name) {
                take_partitions(metadata->topics[i], facts.back());
            }
        }
    }
    add_settings(facts);
    return facts;
}

void KafkaAdmin::add_settings(std::vector<TopicFacts>& topics) {
    std::vector<Resource> owned;
    std::vector<rd_kafka_ConfigResource_t*> asked;
    for (const TopicFacts& topic : topics) {
        if (!topic.is_there) continue;
        owned.emplace_back(
            rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.name.c_str()));
        asked.push_back(owned.back().get());
    }
    if (asked.empty()) return;
    const Options options(
        rd_kafka_AdminOptions_new(client_.get(), RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS));
    rd_kafka_DescribeConfigs(client_.get(), asked.data(), asked.size(), options.get(),
                             queue_.get());
    const LibraryEvent event = wait();
    std::size_t count = 0;
    const auto** results = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) take_settings(results[i], topics);
}

LibraryEvent KafkaAdmin::wait() {
    LibraryEvent event(rd_kafka_queue_poll(queue_.get(), 3 * patience_ms_));
    if (!event) throw Fault(FaultKind::retry_later, "Kafka does not answer at " + options_.brokers);
    const auto error = rd_kafka_event_error(event.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        throw Fault(FaultKind::retry_later, fmt::format("Kafka at {}: {}", options_.brokers,
                                                        rd_kafka_event_error_string(event.get())));
    }
    return event;
}

}  // namespace jangteo::platform::kafka

#include "tests/support/kafka_corner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"
#include "tests/support/child_process.hpp"

namespace jangteo::test {
namespace {

std::string fresh_prefix() {
    static std::atomic<int> number{0};
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return fmt::format("t{}-{}-{}.", ::getpid(), now % 1'000'000'000, ++number);
}

struct Bystander : kafka::KafkaListener {
    using KafkaListener::KafkaListener;
};

std::chrono::microseconds micros(Duration duration) {
    return std::chrono::microseconds(duration.us);
}

}  // namespace

EventId toy_aggregate(int aggregate) {
    Uuid uuid{};
    uuid[0] = 1;
    uuid[14] = static_cast<std::uint8_t>(aggregate >> 8);
    uuid[15] = static_cast<std::uint8_t>(aggregate);
    return EventId(uuid);
}

runtime::BrokerEvent toy_event(int aggregate, std::int64_t number, std::string words) {
    Uuid id = toy_aggregate(aggregate).uuid();
    id[0] = 2;
    for (std::size_t i = 0; i < 8; ++i)
        id[4 + i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    runtime::BrokerEvent event;
    event.topic = ToyCounted::topic;
    event.event = {.id = EventId(id),
                   .type = "ToyCounted",
                   .aggregate = toy_aggregate(aggregate),
                   .version = number,
                   .causation = EventId(),
                   .payload = codec::encode_avro(ToyCounted{number, std::move(words), {}})};
    event.source = "tests";
    event.position = {number + 1, aggregate};
    event.correlation = toy_aggregate(aggregate);
    event.time = {1'700'000'000'123'456 + number};
    return event;
}

std::int64_t number_in(const runtime::BrokerEvent& event) {
    auto counted = codec::decode_avro<ToyCounted>(event.event.payload);
    return counted ? counted->number : -1;
}

runtime::BrokerProducer::Done ProducerCall::done() {
    return [state = state_](std::vector<runtime::SendFailure> failures) {
        const std::lock_guard lock(state->mutex);
        check(!state->failures, "a call is answered once");
        state->failures = std::move(failures);
        state->changed.notify_all();
    };
}

std::optional<std::vector<runtime::SendFailure>> ProducerCall::wait(Duration patience) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(lock, micros(patience), [&] { return state_->failures.has_value(); });
    return state_->failures;
}

std::vector<runtime::SendFailure> send_and_wait(runtime::BrokerProducer& producer,
                                                std::vector<runtime::BrokerEvent> events) {
    ProducerCall sent;
    producer.send(std::move(events), sent.done());
    auto failures = sent.wait();
    return failures ? *failures : std::vector<runtime::SendFailure>{{0, "no answer in time"}};
}

runtime::BrokerConsumer::Sink Inbox::sink(runtime::BrokerConsumer* consumer) {
    return {.arrived =
                [this, consumer](std::vector<runtime::Arrival> arrivals) {
                    if (consumer) {
                        for (const auto& one : arrivals) {
                            consumer->handled(one.partition, one.offset);
                        }
                    }
                    const std::lock_guard lock(mutex_);
                    for (auto& one : arrivals) arrivals_.push_back(std::move(one));
                    changed_.notify_all();
                },
            .assigned =
                [this](const std::vector<runtime::BrokerPartition>& partitions) {
                    const std::lock_guard lock(mutex_);
                    assigned_.push_back(partitions);
                    changed_.notify_all();
                }};
}

bool Inbox::wait_for(std::size_t count, Duration patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, micros(patience), [&] { return arrivals_.size() >= count; });
}

bool Inbox::wait_for_partitions(std::size_t count, Duration patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, micros(patience), [&] {
        std::size_t sum = 0;
        for (const auto& one : assigned_) sum += one.size();
        return sum >= count;
    });
}

std::vector<runtime::Arrival> Inbox::arrivals() {
    const std::lock_guard lock(mutex_);
    return arrivals_;
}

std::size_t Inbox::size() {
    const std::lock_guard lock(mutex_);
    return arrivals_.size();
}

std::vector<std::vector<runtime::BrokerPartition>> Inbox::assigned() {
    const std::lock_guard lock(mutex_);
    return assigned_;
}

KafkaCorner::KafkaCorner(int partitions, const std::string& registry_url)
    : prefix(fresh_prefix()),
      schema_registry({.urls = {registry_url.empty() ? from_environment("JANGTEO_TEST_REGISTRY")
                                                     : registry_url}}),
      schemas({event_type<ToyCounted>(), event_type<ToyBroken>()}, prefix, schema_registry) {
    kafka::KafkaAdmin(options(), log).create_missing({{.name = topic(), .partitions = partitions}});
    schemas.publish();
}

kafka::KafkaOptions KafkaCorner::options() const {
    return {.brokers = from_environment("JANGTEO_TEST_KAFKA"), .topic_prefix = prefix};
}

kafka::ConsumerOptions KafkaCorner::consumer_options(const std::string& group) const {
    kafka::ConsumerOptions consumer{.kafka = options(), .group = prefix + group};
    consumer.kafka.more = {{"session.timeout.ms", "6000"}, {"heartbeat.interval.ms", "500"}};
    return consumer;
}

std::unique_ptr<kafka::KafkaProducer> KafkaCorner::producer() {
    return std::make_unique<kafka::KafkaProducer>(options(), schemas, log, metrics);
}

std::unique_ptr<kafka::KafkaConsumer> KafkaCorner::consumer(const std::string& group) {
    return std::make_unique<kafka::KafkaConsumer>(consumer_options(group), schemas, log, metrics);
}

std::int64_t KafkaCorner::committed(const std::string& group, int partition) {
    Bystander bystander(log);
    const auto settings = options();
    kafka::KafkaConf conf(settings, bystander);
    conf.set("group.id", prefix + group);
    const kafka::Client client = conf.make(RD_KAFKA_CONSUMER);
    const kafka::PartitionList list(rd_kafka_topic_partition_list_new(1));
    auto* element = rd_kafka_topic_partition_list_add(list.get(), topic().c_str(), partition);
    const auto error = rd_kafka_committed(client.get(), list.get(), 30'000);
    check(error == RD_KAFKA_RESP_ERR_NO_ERROR, "the group can be asked");
    return element->offset < 0 ? -1 : element->offset;
}

void KafkaCorner::write(const kafka::KafkaRecord& record, int partition) {
    Bystander bystander(log);
    const auto settings = options();
    kafka::KafkaConf conf(settings, bystander);
    const kafka::Client client = conf.make(RD_KAFKA_PRODUCER);
    rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& [name, text] : record.headers) {
        rd_kafka_header_add(headers, name.c_str(), -1, text.data(),
                            static_cast<ssize_t>(text.size()));
    }
    const auto bytes = [](const std::optional<std::string>& text) {
        return text ? const_cast<char*>(text->data()) : nullptr;
    };
    const std::size_t key_size = record.key ? record.key->size() : 0;
    const std::size_t value_size = record.value ? record.value->size() : 0;
    const std::string topic_name = topic();
    const auto error = rd_kafka_producev(
        client.get(), RD_KAFKA_V_TOPIC(topic_name.c_str()), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_KEY(bytes(record.key), key_size),
        RD_KAFKA_V_VALUE(bytes(record.value), value_size), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
    check(error == RD_KAFKA_RESP_ERR_NO_ERROR, "a record is taken");
    check(rd_kafka_flush(client.get(), 30'000) == RD_KAFKA_RESP_ERR_NO_ERROR, "and stored");
}

double metric_of(runtime::Metrics& metrics, const std::string& sample) {
    const std::string text = "\n" + metrics.text();
    const std::size_t at = text.find("\n" + sample + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + sample.size() + 2));
}

}  // namespace jangteo::test

#include "platform/kafka/kafka_consumer.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>

#include "kernel/check.hpp"

namespace jangteo::platform::kafka {
namespace {

constexpr int poll_ms = 100;
constexpr int commit_ms = 3000;
constexpr std::chrono::seconds closing_patience{5};
constexpr std::chrono::seconds room_patience{1};
constexpr std::size_t arrivals_max = 500;

KafkaRecord copy_of(const rd_kafka_message_t& message) {
    KafkaRecord record;
    if (message.key) record.key.emplace(static_cast<const char*>(message.key), message.key_len);
    if (message.payload) {
        record.value.emplace(static_cast<const char*>(message.payload), message.len);
    }
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
    record.headers.reserve(rd_kafka_header_cnt(headers));
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
        record.headers.emplace_back(
            name, value ? std::string(static_cast<const char*>(value), size) : std::string());
    }
    return record;
}

Timestamp time_of(const rd_kafka_message_t& message) {
    rd_kafka_timestamp_type_t type{};
    const std::int64_t ms = rd_kafka_message_timestamp(&message, &type);
    // Whoever writes a record sets its time.
    return {std::clamp<std::int64_t>(ms, 0, latest_timestamp.us / 1000) * 1000};
}

}  // namespace

KafkaConsumer::KafkaConsumer(ConsumerOptions options, const schema_registry::EventSchemas& schemas,
                             runtime::Log& to, runtime::Metrics& metrics)
    : KafkaListener(to),
      options_(std::move(options)),
      metrics_(metrics),
      consumed_(metrics.counter("jangteo_kafka_consumed_total", "Records that have arrived")),
      unreadable_(metrics.counter("jangteo_kafka_unreadable_total",
                                  "Records that have arrived and cannot be read")),
      waiting_(metrics.gauge("jangteo_kafka_unhandled", "Records that have arrived and wait")),
      held_records_(metrics.gauge("jangteo_kafka_waiting_for_schema",
                                  "Records that wait until the registry tells their schema")),
      partitions_(options_.unhandled_max),
      writers_(schemas, to, [this] {
          schemas_came_ = true;
          if (queue_) rd_kafka_queue_yield(queue_.get());
      }) {
    KafkaConf conf(options_.kafka, *this);
    conf.set("group.id", options_.group);
    // Then a dead member's partitions are given to others: the least that brokers allow. A name of
    // its own (group.instance.id) would give them back to a restarted one at once, but where the
    // coordinator dies too, the one that lives is fenced for good.
    conf.set("session.timeout.ms", "6000");
    conf.set("log.queue", "true");  // every callback is on our thread, this one too
    conf.set("partition.assignment.strategy", "cooperative-sticky");
    conf.set("auto.offset.reset", "earliest");
    conf.set("enable.auto.commit", "true");
    conf.set("auto.commit.interval.ms", "1000");
    conf.set("enable.auto.offset.store", "false");
    conf.set("isolation.level", "read_committed");
    conf.set("allow.auto.create.topics", "false");
    conf.set("queued.min.messages", "50000");
    conf.set("queued.max.messages.kbytes", "32768");
    // The library waits for so long whenever that much is queued, too.
    conf.set("fetch.error.backoff.ms", "20");
    conf.report_rebalances();
    conf.report_statistics(static_cast<int>(options_.measure_every.us / 1000));
    client_ = conf.make(RD_KAFKA_CONSUMER);
    rd_kafka_set_log_queue(client_.get(), nullptr);
    rd_kafka_poll_set_consumer(client_.get());
    queue_.reset(rd_kafka_queue_get_consumer(client_.get()));
}

KafkaConsumer::~KafkaConsumer() { stop(); }

void KafkaConsumer::start(std::vector<std::string> topics, Sink sink) {
    check(!thread_.joinable(), "a consumer is started once");
    sink_ = std::move(sink);
    PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
    for (const std::string& topic : topics) {
        const std::string name = options_.kafka.topic_prefix + topic;
        rd_kafka_topic_partition_list_add(list.get(), name.c_str(), RD_KAFKA_PARTITION_UA);
    }
    const auto error = rd_kafka_subscribe(client_.get(), list.get());
    check(error == RD_KAFKA_RESP_ERR_NO_ERROR, "a list of topics can be subscribed to");
    is_closed_ = false;
    thread_ = std::thread([this] { loop(); });
}

void KafkaConsumer::stop() {
    stopping_ = true;
    rd_kafka_queue_yield(queue_.get());
    if (thread_.joinable()) thread_.join();
}

void KafkaConsumer::handled(const Partition& partition, std::int64_t offset) {
    const std::lock_guard lock(closing_);
    if (is_closed_ || !partitions_.handled(partition, offset)) return;
    const PartitionList list = list_of(partition, offset + 1);
    // It fails where the partition was taken from us meanwhile; whoever has it handles it again.
    rd_kafka_offsets_store(client_.get(), list.get());
}

void KafkaConsumer::loop() {
    while (!stopping_) {
        poll();
        if (schemas_came_.exchange(false)) read_held();
        deliver();
        wait_for_room();
        follow_changes();
    }
    leave();
}

// Waits for the first record, then takes what is there.
void KafkaConsumer::poll() {
    int wait_ms = partitions_.unhandled() > 0 ? poll_ms / 10 : poll_ms;
    // A partition is paused after a poll, so this bounds by how much it goes over.
    const std::size_t most = std::min(arrivals_max, options_.unhandled_max);
    while (arrivals_.size() < most && !stopping_) {
        Received message(rd_kafka_consumer_poll(client_.get(), wait_ms));
        if (!message) return;
        take(std::move(message));
        wait_ms = 0;
    }
}

void KafkaConsumer::take(Received message) {
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::string problem = rd_kafka_message_errstr(message.get());
        if (problem != last_problem_) {
            log.write(runtime::LogLevel::warning, "kafka_consumer", {{"error", problem}});
            last_problem_ = std::move(problem);
        }
        return;
    }
    last_problem_.clear();
    rd_kafka_topic_partition_t place{};
    place.topic = const_cast<char*>(rd_kafka_topic_name(message->rkt));  // It is only read.
    place.partition = message->partition;
    const Partition partition = partition_of(place);
    auto held = held_.find(partition);
    if (held == held_.end() && read(*message)) return;
    if (held == held_.end()) pause(partition);
    held_[partition].push_back(std::move(message));
    held_records_.set(held_records_.value() + 1);
}

// False: its schema is being fetched.
bool KafkaConsumer::read(const rd_kafka_message_t& message) {
    const KafkaRecord record = copy_of(message);
    rd_kafka_topic_partition_t element{};
    element.topic = const_cast<char*>(rd_kafka_topic_name(message.rkt));
    element.partition = message.partition;
    const RecordPlace place{partition_of(element), message.offset, time_of(message)};
    runtime::Arrival arrival{.partition = place.partition, .offset = place.offset};
    const auto wire = wire_value_of(record);
    auto event = event_of(record, place);
    if (!wire) {
        arrival.problem = wire.error();
    } else if (!event) {
        arrival.problem = event.error();
    } else {
        const Reading* reading = writers_.find(wire->schema_id, event->event.type);
        if (!reading) return false;
        auto payload = as_ours(*reading, wire->payload);
        if (payload) {
            event->event.type = reading->type;
            event->event.payload = std::move(*payload);
            arrival.event = std::move(*event);
        } else {
            arrival.problem = payload.error();
        }
    }
    if (!arrival.event) {
        arrival.bytes = record.value.value_or("");
        unreadable_.add();
    }
    partitions_.arrived(arrival.partition, arrival.offset);
    arrivals_.push_back(std::move(arrival));
    return true;
}

void KafkaConsumer::read_held() {
    std::size_t left = 0;
    for (auto held = held_.begin(); held != held_.end();) {
        auto& messages = held->second;
        while (!messages.empty() && read(*messages.front())) messages.pop_front();
        left += messages.size();
        if (messages.empty()) {
            if (!partitions_.is_full(held->first)) resume(held->first);
            held = held_.erase(held);
        } else {
            ++held;
        }
    }
    held_records_.set(static_cast<double>(left));
}

void KafkaConsumer::deliver() {
    if (!arrivals_.empty()) {
        consumed_.add(arrivals_.size());
        std::vector<runtime::Arrival> arrivals;
        arrivals.swap(arrivals_);
        sink_.arrived(std::move(arrivals));
    }
    waiting_.set(static_cast<double>(partitions_.unhandled()));
}

// A pause has the library forget what it has fetched of the partition and fetch it again, so it is
// for what is stuck; what is only busy gets some time.
void KafkaConsumer::wait_for_room() {
    const auto end = std::chrono::steady_clock::now() + room_patience;
    while (!stopping_ && !partitions_.wait_for_room(milliseconds(poll_ms)) &&
           std::chrono::steady_clock::now() < end) {
    }
}

void KafkaConsumer::follow_changes() {
    const auto changes = partitions_.changes();
    for (const Partition& partition : changes.full) pause(partition);
    for (const Partition& partition : changes.free) {
        if (!held_.contains(partition)) resume(partition);
    }
}

void KafkaConsumer::pause(const Partition& partition) {
    rd_kafka_pause_partitions(client_.get(), list_of(partition, RD_KAFKA_OFFSET_INVALID).get());
}

void KafkaConsumer::resume(const Partition& partition) {
    rd_kafka_resume_partitions(client_.get(), list_of(partition, RD_KAFKA_OFFSET_INVALID).get());
}

void KafkaConsumer::rebalanced(rd_kafka_resp_err_t what,
                               const rd_kafka_topic_partition_list_t& partitions) {
    deliver();
    if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        assign(partitions);
    } else {
        give_up(partitions);
    }
}

void KafkaConsumer::assign(const rd_kafka_topic_partition_list_t& partitions) {
    log.write(runtime::LogLevel::info, "kafka_assigned", {{"partitions", text_of(partitions)}});
    std::vector<Partition> ours;
    for (int i = 0; i < partitions.cnt; ++i) {
        ours.push_back(partition_of(partitions.elems[i]));
        partitions_.add(ours.back());
    }
    // Told before the first of their records can come.
    if (sink_.assigned && !ours.empty()) sink_.assigned(ours);
    rd_kafka_error_t* error = rd_kafka_incremental_assign(client_.get(), &partitions);
    if (error) {
        log.write(runtime::LogLevel::error, "kafka_assign_failed",
                  {{"error", rd_kafka_error_string(error)}});
        rd_kafka_error_destroy(error);
    }
    // We may have paused them when they were ours before.
    for (const Partition& partition : ours) resume(partition);
}

void KafkaConsumer::give_up(const rd_kafka_topic_partition_list_t& partitions) {
    log.write(runtime::LogLevel::info, "kafka_revoked", {{"partitions", text_of(partitions)}});
    std::vector<Partition> leaving;
    for (int i = 0; i < partitions.cnt; ++i) {
        leaving.push_back(partition_of(partitions.elems[i]));
    }
    // Lost ones are somebody else's already.
    if (rd_kafka_assignment_lost(client_.get()) == 0 && !stopping_) {
        if (!partitions_.wait_until_handled(leaving, options_.handling_patience)) {
            log.write(runtime::LogLevel::warning, "kafka_revoked_unhandled",
                      {{"partitions", text_of(partitions)}});
        }
        commit();
    }
    for (const Partition& partition : leaving) {
        partitions_.remove(partition);
        held_.erase(partition);
        lag_of(partition.topic, partition.number).set(0);
    }
    rd_kafka_error_t* error = rd_kafka_incremental_unassign(client_.get(), &partitions);
    if (error) rd_kafka_error_destroy(error);
}

// What is stored, at once. Brokers that are away must not hold up whoever stops.
void KafkaConsumer::commit() {
    const Queue answers(rd_kafka_queue_new(client_.get()));
    auto error = rd_kafka_commit_queue(client_.get(), nullptr, answers.get(), nullptr, nullptr);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const LibraryEvent answer(rd_kafka_queue_poll(answers.get(), commit_ms));
        error = answer ? rd_kafka_event_error(answer.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    }
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR && error != RD_KAFKA_RESP_ERR__NO_OFFSET) {
        log.write(runtime::LogLevel::warning, "kafka_commit_failed",
                  {{"error", rd_kafka_err2str(error)}});
    }
}

void KafkaConsumer::leave() {
    partitions_.wait_until_handled(partitions_.all(), options_.handling_patience);
    commit();
    {
        const std::lock_guard lock(closing_);
        is_closed_ = true;
    }
    if (close()) return;
    // Nothing of it reaches us any more; the process ends, or it ends by itself some day.
    log.write(runtime::LogLevel::warning, "kafka_not_left", {{"group", options_.group}});
    static_cast<void>(client_.release());  // NOLINT(bugprone-unused-return-value)
}

// False: the brokers are away, and the library would wait for them, in its destructor too.
bool KafkaConsumer::close() {
    const Queue events(rd_kafka_queue_new(client_.get()));
    if (rd_kafka_error_t* error = rd_kafka_consumer_close_queue(client_.get(), events.get())) {
        rd_kafka_error_destroy(error);
        return false;
    }
    const auto end = std::chrono::steady_clock::now() + closing_patience;
    while (rd_kafka_consumer_closed(client_.get()) == 0) {
        if (std::chrono::steady_clock::now() > end) return false;
        rd_kafka_queue_poll_callback(events.get(), poll_ms);
    }
    return true;
}

void KafkaConsumer::measured(std::string_view statistics) {
    boost::system::error_code failure;
    const auto all = boost::json::parse(statistics, failure);
    if (failure) return;
    for (const Partition& ours : partitions_.all()) {
        const std::string topic = options_.kafka.topic_prefix + ours.topic;
        boost::system::error_code missing;
        const std::string path =
            fmt::format("/topics/{}/partitions/{}/consumer_lag_stored", topic, ours.number);
        const auto* lag = all.find_pointer(path, missing);
        if (!lag || !lag->is_int64() || lag->as_int64() < 0) {
            lag = all.find_pointer(path.substr(0, path.rfind('_')), missing);
        }
        if (lag && lag->is_int64() && lag->as_int64() >= 0) {
            lag_of(ours.topic, ours.number).set(static_cast<double>(lag->as_int64()));
        }
    }
}

void KafkaConsumer::broken(std::string_view words) {
    log.write(runtime::LogLevel::error, "kafka_consumer_broken", {{"error", std::string(words)}});
}

PartitionList KafkaConsumer::list_of(const Partition& partition, std::int64_t offset) const {
    PartitionList list(rd_kafka_topic_partition_list_new(1));
    const std::string topic = options_.kafka.topic_prefix + partition.topic;
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition.number)->offset = offset;
    return list;
}

runtime::BrokerPartition KafkaConsumer::partition_of(
    const rd_kafka_topic_partition_t& element) const {
    std::string_view topic = element.topic;
    topic.remove_prefix(options_.kafka.topic_prefix.size());
    return {std::string(topic), element.partition};
}

runtime::Gauge& KafkaConsumer::lag_of(const std::string& topic, int number) {
    return metrics_.gauge(
        "jangteo_kafka_consumer_lag", "Records of a partition that are not handled; 0: not ours",
        fmt::format("group=\"{}\",topic=\"{}\",partition=\"{}\"", options_.group, topic, number));
}

}  // namespace jangteo::platform::kafka

#include "platform/kafka/kafka_producer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "kernel/check.hpp"

namespace jangteo::platform::kafka {
namespace {

constexpr int poll_ms = 100;
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{5'000};

// The record itself is at fault, and its neighbours in the batch may not be.
bool is_about_one_record(rd_kafka_resp_err_t error) {
    switch (error) {
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        case RD_KAFKA_RESP_ERR_INVALID_MSG:
        case RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE:
        case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
        case RD_KAFKA_RESP_ERR_INVALID_RECORD: return true;
        default: return false;
    }
}

// A topic that is not there is not in this list: it will be, and events are not lost for it.
bool is_final(rd_kafka_resp_err_t error) {
    switch (error) {
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
        case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT: return true;
        default: return is_about_one_record(error);
    }
}

bool is_missing_topic(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
           error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

std::string words_for(rd_kafka_resp_err_t error, const std::string& topic) {
    if (is_missing_topic(error)) {
        return fmt::format("the topic {} does not exist: run `jangteo migrate`", topic);
    }
    return fmt::format("{}: {}", topic, rd_kafka_err2str(error));
}

}  // namespace

KafkaProducer::KafkaProducer(KafkaOptions options, const schema_registry::EventSchemas& schemas,
                             runtime::Log& to, runtime::Metrics& metrics)
    : KafkaListener(to),
      options_(std::move(options)),
      schemas_(schemas),
      produced_(metrics.counter("jangteo_kafka_produced_total", "Events given to be sent")),
      acknowledged_(metrics.counter("jangteo_kafka_acknowledged_total",
                                    "Events that every in-sync replica has")),
      failed_(metrics.counter("jangteo_kafka_failed_total", "Events that Kafka will never take")),
      restarts_(metrics.counter("jangteo_kafka_producer_restarts_total",
                                "Times that everything unanswered was sent again")),
      unacknowledged_(
          metrics.gauge("jangteo_kafka_unacknowledged", "Events under way to the brokers")),
      client_(make_client()),
      thread_([this] { loop(); }) {}

KafkaProducer::~KafkaProducer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
    rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

Client KafkaProducer::make_client() {
    KafkaConf conf(options_, *this);
    conf.set("enable.idempotence", "true");
    // Refused in one piece or not at all: a later record never overtakes one that is sent again.
    conf.set("enable.gapless.guarantee", "true");
    conf.set("acks", "all");
    // Not with the brokers' own idea of partitions and replicas.
    conf.set("allow.auto.create.topics", "false");
    conf.set("message.timeout.ms", "0");  // never
    conf.set("linger.ms", "0.5");  // as long as handing over takes; the rest is hand_over()'s
    conf.set("partitioner", "murmur2_random");  // where Java's clients put the same key
    conf.report_deliveries();
    return conf.make(RD_KAFKA_PRODUCER);
}

void KafkaProducer::send(std::vector<runtime::BrokerEvent> events, Done done) {
    const std::lock_guard lock(mutex_);
    if (events.empty()) {
        answered_.push_back({std::move(done), {}});
        return wake_loop();
    }
    auto batch = std::make_shared<Batch>(std::move(done), events.size());
    produced_.add(events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool is_unread = events[i].event.type.empty();
        const auto* schema = schemas_.find(events[i].event.type);
        Outgoing& outgoing = under_way_.emplace_back();
        outgoing.batch = batch;
        outgoing.index = i;
        outgoing.number = ++last_number_;
        if (!schema && !is_unread) {
            answer(outgoing, events[i].event.type + " is not an event of this program");
            continue;
        }
        outgoing.topic = options_.topic_prefix + events[i].topic;
        outgoing.record =
            record_of(events[i], is_unread ? std::nullopt : std::optional(schema->id));
    }
    hand_over();
    if (next_ < under_way_.size()) wake_loop();
}

// It may be waiting for the library's answers, of which none may come.
void KafkaProducer::wake_loop() {
    rd_kafka_queue_t* answers = rd_kafka_queue_get_main(client_.get());
    rd_kafka_queue_yield(answers);
    rd_kafka_queue_destroy(answers);
}

bool KafkaProducer::may_hand_over() const {
    if (!broken_by_.empty() || next_ >= under_way_.size()) return false;
    return handed_over_ == 0 || (!is_one_alone_ && under_way_[next_].number > alone_until_);
}

// What comes after a pause goes at once; what comes soon after others waits and goes together.
void KafkaProducer::hand_over() {
    const auto now = std::chrono::steady_clock::now();
    if (now >= next_round_ && may_hand_over()) {
        next_round_ = now + std::chrono::milliseconds(options_.linger_ms);
        hand_over_round();
    }
    forget_answered();
}

void KafkaProducer::hand_over_round() {
    while (may_hand_over()) {
        Outgoing& outgoing = under_way_[next_];
        if (!outgoing.is_answered && !hand_over(outgoing)) break;
        ++next_;
    }
}

// False: the library takes no more for now.
bool KafkaProducer::hand_over(Outgoing& outgoing) {
    const KafkaRecord& record = outgoing.record;
    auto* headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& [name, text] : record.headers) {
        rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), text.data(),
                            static_cast<ssize_t>(text.size()));
    }
    auto* value = const_cast<char*>(record.value->data());  // It is only read.
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        client_.get(), RD_KAFKA_V_TOPIC(outgoing.topic.c_str()),
        RD_KAFKA_V_KEY(record.key->data(), record.key->size()),
        RD_KAFKA_V_VALUE(value, record.value->size()), RD_KAFKA_V_HEADERS(headers),
        RD_KAFKA_V_OPAQUE(&outgoing), RD_KAFKA_V_END);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
        ++handed_over_;
        outgoing.went_alone = is_one_alone_ = outgoing.number <= alone_until_;
        return true;
    }
    rd_kafka_headers_destroy(headers);
    if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
    if (is_final(error)) {
        answer(outgoing, words_for(error, outgoing.topic));
        return true;
    }
    start_over(words_for(error, outgoing.topic));
    return false;
}

void KafkaProducer::delivered(const rd_kafka_message_t& message) {
    const std::lock_guard lock(mutex_);
    --handed_over_;
    is_one_alone_ = false;
    auto& outgoing = *static_cast<Outgoing*>(message._private);
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        acknowledged_.add();
        answer(outgoing, "");
    } else {
        judge(outgoing, message.err);
    }
}

void KafkaProducer::judge(Outgoing& outgoing, rd_kafka_resp_err_t error) {
    if (is_about_one_record(error) && !outgoing.went_alone) {
        alone_until_ = std::max(alone_until_, outgoing.number);
        start_over(words_for(error, outgoing.topic));
    } else if (is_final(error)) {
        answer(outgoing, words_for(error, outgoing.topic));
    } else {
        start_over(words_for(error, outgoing.topic));
    }
}

// Kept until whatever stands before it is answered as well.
void KafkaProducer::answer(Outgoing& outgoing, std::string_view error) {
    failures_in_a_row_ = 0;
    outgoing.is_answered = true;
    outgoing.record = {};
    Batch& batch = *outgoing.batch;
    if (!error.empty()) {
        failed_.add();
        batch.failures.push_back({outgoing.index, std::string(error)});
    }
    if (--batch.open == 0) {
        std::ranges::sort(batch.failures, {}, &runtime::SendFailure::index);
        answered_.push_back({std::move(batch.done), std::move(batch.failures)});
    }
    outgoing.batch.reset();
}

void KafkaProducer::forget_answered() {
    while (!under_way_.empty() && under_way_.front().is_answered) {
        under_way_.pop_front();
        if (next_ > 0) --next_;
    }
    unacknowledged_.set(static_cast<double>(under_way_.size()));
}

void KafkaProducer::start_over(const std::string& why) {
    if (broken_by_.empty()) broken_by_ = why;
}

void KafkaProducer::broken(std::string_view words) {
    const std::lock_guard lock(mutex_);
    start_over(std::string(words));
}

int KafkaProducer::until_next_round_ms() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        next_round_ - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

void KafkaProducer::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const int patience_ms = may_hand_over() ? until_next_round_ms() : poll_ms;
        lock.unlock();
        rd_kafka_poll(client_.get(), patience_ms);
        lock.lock();
        if (!broken_by_.empty()) begin_anew(lock);
        hand_over();
        std::vector<Answered> answered;
        answered.swap(answered_);
        lock.unlock();
        for (Answered& one : answered) one.done(std::move(one.failures));
        lock.lock();
    }
}

// Has the library give back what it holds, waits a little, and begins with a new client.
void KafkaProducer::begin_anew(std::unique_lock<std::mutex>& lock) {
    log.write(runtime::LogLevel::warning, "kafka_sends_again",
              {{"events", std::to_string(under_way_.size())}, {"error", broken_by_}});
    restarts_.add();
    lock.unlock();
    while (rd_kafka_outq_len(client_.get()) > 0) {
        rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_poll(client_.get(), poll_ms);
    }
    Client fresh = make_client();
    lock.lock();
    check(handed_over_ == 0, "the library has answered for everything that it had");
    if (failures_in_a_row_ > 0) {
        const auto wait = first_pause * (1 << std::min(failures_in_a_row_, 10));
        changed_.wait_for(lock, std::min(wait, longest_pause), [&] { return stopping_; });
    }
    ++failures_in_a_row_;
    std::swap(client_, fresh);
    next_ = 0;
    broken_by_.clear();
    lock.unlock();
    fresh.reset();
    lock.lock();
}

}  // namespace jangteo::platform::kafka

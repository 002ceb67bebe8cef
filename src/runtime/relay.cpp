#include "runtime/relay.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <mutex>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_published{"SELECT position FROM runtime_published WHERE lane = ?"};
const sql::Query upsert_published{
    "INSERT INTO runtime_published (lane, position) VALUES (?, ?) "
    "ON CONFLICT (lane) DO UPDATE SET position = excluded.position"};
const sql::Query select_source{"SELECT id FROM runtime_source"};
const sql::Query insert_source{
    "INSERT INTO runtime_source (one, id) VALUES (1, ?) ON CONFLICT DO NOTHING"};

constexpr int only_lane = 0;
constexpr std::string_view broker_consumer = "broker";

Letter letter_of(Transaction& tx, const BrokerEvent& sent, const std::string& error) {
    Letter letter;
    letter.id = tx.next_id<DeadLetterId>();
    letter.state = LetterState::parked;
    letter.consumer = broker_consumer;
    letter.source = LetterSource::publication;
    letter.kind = sent.event.type;
    letter.aggregate = sent.event.aggregate;
    letter.correlation = sent.correlation;
    letter.position = sent.position;
    letter.next_at = letter.first_at = tx.now();
    letter.cause = error;
    letter.trace = sent.trace;
    letter.body = codec::encode_avro(sent.event);
    return letter;
}

}  // namespace

struct Relay::Call {
    std::int64_t end = 0;  // first position after those of the call
    std::vector<BrokerEvent> events;
    std::map<std::size_t, Letter> republished;  // by the number of the event
    bool is_done = false;
    std::vector<SendFailure> failures;
};

// Shared with the broker's thread.
struct Relay::Calls {
    std::mutex mutex;
    std::function<void()> wake;
    std::deque<std::shared_ptr<Call>> under_way;  // in order
};

class PublishedMessage : public Message {
  public:
    PublishedMessage(Relay& relay, Relay::Taken taken) : relay_(relay), taken_(std::move(taken)) {}

    std::string cause() const override { return "published"; }
    void handle(Transaction& tx) override {
        tx.db().execute(upsert_published, {only_lane, taken_.end});
        for (const auto& [event, error] : taken_.refused) {
            tx.correlate(event.correlation.uuid());
            tx.set_letter(letter_of(tx, event, error));
        }
        for (const Letter& letter : taken_.sent) relay_.letters_.handled(tx.db(), letter, tx.now());
        for (const Letter& letter : taken_.not_sent)
            relay_.letters_.failed_again(tx.db(), letter, letter.cause, tx.now());
    }
    void committed(AfterFlush&) override {
        for (const Letter& letter : taken_.sent) relay_.letters_.committed_handled(letter);
        relay_.letters_.committed_change();
        relay_.stored_ = taken_.end;
        relay_.is_storing_ = false;
    }
    // It waits for the store: what it has to say is said nowhere else.
    bool set_aside(Transaction&, std::string_view) override {
        throw Fault(FaultKind::retry_later, "how far the relay came could not be stored");
    }
    void failed(const std::exception&) override { relay_.is_storing_ = false; }

  private:
    Relay& relay_;
    Relay::Taken taken_;
};

Relay::Relay(const Registry& registry, Metrics& metrics, BrokerProducer& producer,
             DeadLetters& letters, std::function<void()> wake)
    : registry_(registry),
      producer_(producer),
      letters_(letters),
      calls_(std::make_shared<Calls>()),
      published_total_(
          metrics.counter("jangteo_relay_published_total", "Events that the broker has taken")),
      refused_total_(
          metrics.counter("jangteo_relay_refused_total", "Events that the broker will never take")),
      backlog_(metrics.gauge("jangteo_relay_backlog_records",
                             "Committed records that the broker has not taken yet")) {
    calls_->wake = std::move(wake);
}

Relay::~Relay() {
    std::lock_guard lock(calls_->mutex);
    calls_->wake = [] {};
}

void Relay::recover(sql::Connection& db, Ids& ids, Timestamp now, std::int64_t end) {
    db.begin();
    db.execute(insert_source, {ids.next<EventId>(now)});
    db.commit();
    {
        auto rows = db.query(select_source);
        check(rows.next(), "a store has a name");
        source_ = "/jangteo/" + rows.id<EventId>(0).text();
    }
    std::int64_t published = sql::integer_of(db.query(select_published, {only_lane}));
    next_ = stored_ = taken_.end = std::max<std::int64_t>(1, published);
    durable_ = end;
}

void Relay::durable(std::int64_t end) {
    durable_ = end;
    std::lock_guard lock(calls_->mutex);
    calls_->wake();
}

void Relay::pump(sql::Connection& db) {
    take_back();
    for (;;) {
        const std::int64_t end = durable_;
        {
            std::lock_guard lock(calls_->mutex);
            if (next_ >= end || calls_->under_way.size() >= calls_max) break;
        }
        auto records = Outbox::read(db, next_, std::min(records_max, end - next_), false);
        if (records.empty()) break;
        send(db, records);
    }
    backlog_.set(static_cast<double>(durable_ - taken_.end));
}

void Relay::send(sql::Connection& db, const std::vector<StoredRecord>& records) {
    auto call = std::make_shared<Call>();
    for (const StoredRecord& stored : records) {
        add_events(stored, *call);
        add_letters(db, stored, *call);
    }
    next_ = call->end = records.back().position + 1;
    call->is_done = call->events.empty();
    {
        std::lock_guard lock(calls_->mutex);
        calls_->under_way.push_back(call);
    }
    if (call->is_done) {
        take_back();
        return;
    }
    producer_.send(call->events, [calls = calls_, call](std::vector<SendFailure> failures) {
        std::lock_guard lock(calls->mutex);
        call->failures = std::move(failures);
        call->is_done = true;
        calls->wake();
    });
}

void Relay::add_events(const StoredRecord& stored, Call& call) const {
    const OutboxRecord& record = stored.record;
    for (std::size_t i = 0; i < record.events.size(); ++i) {
        const Event& event = record.events[i];
        const EventType* type = registry_.event_type(event.type);
        if (!type) continue;  // of a version that published it, and nobody does now
        call.events.push_back({std::string(type->topic),
                               event,
                               source_,
                               {stored.position, static_cast<std::int64_t>(i)},
                               stored.correlation,
                               record.time,
                               record.trace,
                               {}});
    }
}

// What became of letters stands in notes; they are behind the events of their record.
void Relay::add_letters(sql::Connection& db, const StoredRecord& stored, Call& call) const {
    const OutboxRecord& record = stored.record;
    for (std::size_t i = 0; i < record.notes.size(); ++i) {
        const Note& note = record.notes[i];
        const bool is_dead = note.kind == NoteKind::dead_lettered;
        if (!is_dead && note.kind != NoteKind::republished) continue;
        auto id = DeadLetterId::parse(note.detail);
        auto letter = id ? DeadLetters::find(db, *id) : std::nullopt;
        if (!letter) continue;  // handled meanwhile
        auto place = static_cast<std::int64_t>(record.events.size() + i);
        BrokerEvent sent{"",
                         {},
                         source_,
                         {stored.position, place},
                         letter->correlation,
                         record.time,
                         letter->trace,
                         {}};
        if (letter->source == LetterSource::arrival) {
            sent.topic = letter->kind;
            sent.event.id = EventId(letter->id.uuid());
            sent.event.aggregate = sent.event.id;
            sent.event.payload = letter->body;
        } else if (auto event = codec::decode_avro<Event>(letter->body)) {
            const EventType* type = registry_.event_type(event->type);
            if (!type) continue;
            sent.topic = type->topic;
            sent.event = std::move(*event);
        } else {
            continue;  // a timer or an outcome has no topic
        }
        if (is_dead) {
            sent.topic += dead_letter_suffix;
            sent.headers = {{"x-jangteo-consumer", letter->consumer},
                            {"x-jangteo-error", letter->cause},
                            {"x-jangteo-attempts", std::to_string(letter->attempts)}};
        } else {
            call.republished[call.events.size()] = std::move(*letter);
        }
        call.events.push_back(std::move(sent));
    }
}

// In order: a later call that was faster waits.
void Relay::take_back() {
    std::lock_guard lock(calls_->mutex);
    while (!calls_->under_way.empty() && calls_->under_way.front()->is_done) {
        take(*calls_->under_way.front());
        calls_->under_way.pop_front();
    }
}

void Relay::take(Call& call) {
    taken_.end = call.end;
    published_total_.add(call.events.size() - call.failures.size());
    refused_total_.add(call.failures.size());
    for (SendFailure& failure : call.failures) {
        auto again = call.republished.extract(failure.index);
        if (again) {
            again.mapped().cause = std::move(failure.error);
            taken_.not_sent.push_back(std::move(again.mapped()));
        } else {
            taken_.refused.push_back(
                {std::move(call.events[failure.index]), std::move(failure.error)});
        }
    }
    for (auto& [index, letter] : call.republished) taken_.sent.push_back(std::move(letter));
}

void Relay::gather(std::vector<std::unique_ptr<Message>>& batch, Timestamp now) {
    if (next_due() > now) return;
    is_storing_ = true;
    stored_at_ = now;
    Taken taken = std::exchange(taken_, {.end = taken_.end});
    batch.push_back(std::make_unique<PublishedMessage>(*this, std::move(taken)));
}

Timestamp Relay::next_due() const {
    if (is_storing_ || taken_.end == stored_) return {INT64_MAX};
    return stored_at_ + store_every;
}

bool Relay::idle() const { return stored_ >= durable_ && !is_storing_; }

}  // namespace jangteo::runtime

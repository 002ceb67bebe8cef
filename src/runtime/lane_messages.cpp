#include "runtime/lane_messages.hpp"

#include "kernel/fault.hpp"
#include "kernel/mutant.hpp"

namespace jangteo::runtime {
namespace {

Letter letter_of_event(Transaction& tx, std::string_view consumer, const LoggedEvent& logged,
                       LetterState state, std::string_view error) {
    const Event& event = logged.event;
    Letter letter;
    letter.id = tx.next_id<DeadLetterId>();
    letter.state = state;
    letter.consumer = consumer;
    letter.source = LetterSource::event;
    letter.kind = event.type;
    letter.aggregate = event.aggregate;
    letter.correlation = logged.correlation;
    letter.position = logged.position;
    letter.attempts = state == LetterState::behind ? 0 : 1;
    letter.next_at = tx.now() + letter_delay(1);
    letter.first_at = tx.now();
    letter.cause = error;
    letter.trace = tx.record().trace;
    letter.body = codec::encode_avro(event);
    return letter;
}

void park(Transaction& tx, const Subscription& to, const LoggedEvent& logged,
          std::string_view error) {
    tx.correlate(logged.correlation.uuid());
    tx.note(NoteKind::parked, to.consumer, logged.event.type + ": " + std::string(error));
    tx.set_letter(letter_of_event(tx, to.consumer, logged, LetterState::retrying, error));
}

Letter letter_of_unreadable(Transaction& tx, const Arrival& arrival) {
    Letter letter;
    letter.id = tx.next_id<DeadLetterId>();
    letter.state = LetterState::parked;
    letter.consumer = "broker";
    letter.source = LetterSource::arrival;
    letter.kind = arrival.partition.topic;
    letter.position = {arrival.offset, arrival.partition.number};
    letter.next_at = letter.first_at = tx.now();
    letter.cause = arrival.problem;
    letter.body = arrival.bytes;
    return letter;
}

// Until it is looked at again whether the broker has taken it.
constexpr Duration republish_patience = seconds(30);

// For mutants.
void commit_early(sql::Connection& db) {
    db.end_batch();
    db.commit();
    db.begin();
    db.begin_batch();
}

}  // namespace

void Lane::deliver(Transaction& tx, const Subscription& to, const Event& event,
                   LogPosition position, const EventId& correlation) {
    if (letters_.blocks(tx.db(), to.consumer, event.aggregate)) {
        tx.correlate(correlation.uuid());
        tx.note(NoteKind::parked, to.consumer, event.type + " waits behind an earlier dead letter");
        tx.set_letter(letter_of_event(tx, to.consumer, {event, position, correlation, ""},
                                      LetterState::behind,
                                      "waits behind an earlier dead letter of the same aggregate"));
        return;
    }
    tx.set_causation(event.id);
    to.handle(tx, event);
    handler_seconds_.observe(to, event.type);
}

void DeliveryMessage::handle(Transaction& tx) {
    if (logged_.position <= cursor_.pending) {
        lane_.consumers().duplicates().add();
        return;
    }
    if (mutated(Mutant::offset_before_effect)) {
        lane_.consumers().advance(tx.db(), cursor_, logged_.position);
        commit_early(tx.db());
    }
    lane_.deliver(tx, to_, logged_.event, logged_.position, logged_.correlation);
    if (mutated(Mutant::effect_before_inbox)) commit_early(tx.db());
    lane_.consumers().advance(tx.db(), cursor_, logged_.position);
}

bool DeliveryMessage::set_aside(Transaction& tx, std::string_view error) {
    park(tx, to_, logged_, error);
    lane_.consumers().advance(tx.db(), cursor_, logged_.position);
    return true;
}

std::string ArrivalMessage::cause() const {
    if (!arrival_->event) return "unreadable record of " + arrival_->partition.topic;
    return "event " + arrival_->event->event.type +
           (to_ ? " to " + std::string(to_->consumer) : "");
}

LoggedEvent ArrivalMessage::logged() const {
    const BrokerEvent& sent = *arrival_->event;
    return {sent.event, sent.position, sent.correlation, sent.trace};
}

void ArrivalMessage::handle(Transaction& tx) {
    if (!arrival_->event) {
        Letter letter = letter_of_unreadable(tx, *arrival_);
        tx.correlate(letter.id.uuid());
        tx.note(NoteKind::dead_lettered, letter.consumer, letter.id.text());
        tx.set_letter(std::move(letter));
        return;
    }
    if (!to_) return;
    Inbox& inbox = lane_.inbox_;
    Inbox::Cursor& cursor = inbox.cursor_of(tx.db(), to_->consumer, *arrival_);
    const BrokerEvent& sent = *arrival_->event;
    if (sent.position <= cursor.second.pending) {
        inbox.duplicates().add();
        return;
    }
    lane_.deliver(tx, *to_, sent.event, sent.position, sent.correlation);
    inbox.advance(cursor, sent.position);
    inbox.consumed().add();
}

void ArrivalMessage::committed(AfterFlush& after) {
    if (!teller_) return;
    after.emplace_back([teller = teller_, partition = arrival_->partition,
                        offset = arrival_->offset] { teller->handled(partition, offset); });
}

bool ArrivalMessage::set_aside(Transaction& tx, std::string_view error) {
    if (!arrival_->event || !to_) return false;
    park(tx, *to_, logged(), error);
    Inbox& inbox = lane_.inbox_;
    inbox.advance(inbox.cursor_of(tx.db(), to_->consumer, *arrival_), arrival_->event->position);
    return true;
}

void DeliveredMessage::handle(Transaction& tx) {
    for (std::int64_t position : positions_) Outbox::mark_delivered(tx.db(), position);
}

void TimerMessage::handle(Transaction& tx) {
    // Cancelled by a message before it in this batch.
    if (!tx.fire_timer(timer_)) return;
    const TimerHandler* handler = registry_.timer(timer_.name);
    if (!handler) throw Fault(FaultKind::permanent, "no handler for the timer " + timer_.name);
    (*handler)(tx, timer_.subject.uuid());
}

bool TimerMessage::set_aside(Transaction& tx, std::string_view error) {
    tx.fire_timer(timer_);
    Letter letter;
    letter.id = tx.next_id<DeadLetterId>();
    letter.consumer = "timer";
    letter.source = LetterSource::timer;
    letter.kind = timer_.name;
    letter.aggregate = timer_.subject;
    letter.correlation = timer_.subject;
    letter.next_at = tx.now() + letter_delay(1);
    letter.first_at = tx.now();
    letter.cause = error;
    tx.set_letter(std::move(letter));
    return true;
}

void RetryMessage::handle(Transaction& tx) {
    tx.correlate(letter_.correlation.uuid());
    switch (letter_.source) {
        case LetterSource::event: handle_event(tx); break;
        case LetterSource::outcome: handle_outcome(tx); break;
        case LetterSource::timer: {
            const TimerHandler* handler = lane_.ports_.registry.timer(letter_.kind);
            if (!handler)
                throw Fault(FaultKind::permanent, "no handler for the timer " + letter_.kind);
            (*handler)(tx, letter_.aggregate.uuid());
            break;
        }
        case LetterSource::publication: republish(tx); return;
        case LetterSource::arrival: throw Fault(FaultKind::permanent, letter_.cause);
    }
    lane_.letters_.handled(tx.db(), letter_, tx.now());
}

void RetryMessage::handle_event(Transaction& tx) {
    auto event = codec::decode_avro<Event>(letter_.body);
    if (!event) throw Fault(FaultKind::permanent, "the letter's bytes are not an event");
    handle_event(tx, *event, lane_.ports_.registry.subscribers(event->type));
    handle_event(tx, *event, lane_.ports_.registry.broker_subscribers(event->type));
}

void RetryMessage::handle_event(Transaction& tx, const Event& event,
                                const std::vector<Subscription>& subscribers) {
    for (const Subscription& to : subscribers) {
        if (to.consumer != letter_.consumer) continue;
        tx.set_causation(event.id);
        to.handle(tx, event);
    }
}

// The letter is there until the broker has taken its event, which has a new place: what consumers
// have passed they would ignore.
void RetryMessage::republish(Transaction& tx) {
    if (!lane_.relay_) throw Fault(FaultKind::permanent, "no broker is configured");
    tx.note(NoteKind::republished, letter_.consumer, letter_.id.text());
    lane_.letters_.postpone(tx.db(), letter_.id, tx.now() + republish_patience);
}

void RetryMessage::handle_outcome(Transaction& tx) {
    auto stored = codec::decode_avro<StoredOutcome>(letter_.body);
    const EffectKind* kind = lane_.ports_.registry.effect(letter_.kind);
    if (!stored || !kind)
        throw Fault(FaultKind::permanent, "the letter's bytes are not an outcome");
    Effect effect{stored->effect,
                  letter_.kind,
                  letter_.correlation,
                  stored->key,
                  stored->request,
                  letter_.trace,
                  {},
                  0};
    kind->on_outcome(tx, effect, Outcome{stored->kind, stored->code, stored->payload});
}

void RetryMessage::committed(AfterFlush&) {
    if (letter_.source == LetterSource::publication) {
        lane_.letters_.committed_change();
    } else {
        lane_.letters_.committed_handled(letter_);
    }
}

bool RetryMessage::set_aside(Transaction& tx, std::string_view error) {
    if (lane_.letters_.failed_again(tx.db(), letter_, error, tx.now()) == LetterState::parked) {
        tx.correlate(letter_.correlation.uuid());
        tx.note(NoteKind::dead_lettered, letter_.consumer, letter_.id.text());
    }
    return true;
}

void RetryMessage::failed(const std::exception&) { lane_.letters_.committed_change(); }

}  // namespace jangteo::runtime

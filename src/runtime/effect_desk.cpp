#include "runtime/effect_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "kernel/mutant.hpp"
#include "runtime/dead_letters.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_effects{
    "SELECT id, kind, correlation, idempotency_key, payload, trace, not_before, attempts "
    "FROM runtime_effect ORDER BY id"};
// It was committed before the call went out, so it is not among what waits.
const sql::Query delete_effect{"DELETE FROM runtime_effect WHERE id = ?",
                               sql::Query::Waiting::ignored};
const sql::Query update_effect{
    "UPDATE runtime_effect SET attempts = ?, not_before = ?, last_error = ? WHERE id = ?"};

constexpr Duration breaker_pause_min = milliseconds(500);
constexpr Duration breaker_pause_max = seconds(30);

}  // namespace

Duration effect_delay(std::int64_t attempts) {
    return milliseconds(
        std::min<std::int64_t>(200LL << std::min<std::int64_t>(attempts, 10), 30'000));
}

bool CircuitBreaker::allows(Timestamp now) const {
    if (failures_ < failures_max) return true;
    return now >= open_until_ && !probing_;
}

void CircuitBreaker::started(Timestamp) {
    if (failures_ >= failures_max) probing_ = true;
}

void CircuitBreaker::succeeded() {
    failures_ = 0;
    probing_ = false;
    pause_ = breaker_pause_min;
}

void CircuitBreaker::failed(Timestamp now) {
    ++failures_;
    if (failures_ < failures_max) return;
    open_until_ = now + pause_;
    if (probing_) pause_ = std::min(pause_ * 2, breaker_pause_max);
    probing_ = false;
}

EffectDesk::EffectDesk(const Registry& registry, Metrics& metrics,
                       std::function<void(std::unique_ptr<Message>)> post)
    : registry_(registry),
      metrics_(metrics),
      post_(std::move(post)),
      retries_(metrics.counter("jangteo_effect_retries_total", "Outside calls tried again")) {}

void EffectDesk::recover(sql::Connection& db) {
    systems_.clear();
    waiting_count_ = 0;
    std::vector<Effect> effects;
    {
        auto rows = db.query(select_effects);
        while (rows.next()) {
            effects.push_back({rows.id<EffectId>(0), std::string(rows.text(1)), rows.id<EventId>(2),
                               std::string(rows.text(3)), std::string(rows.bytes(4)),
                               std::string(rows.text(5)), rows.time(6), rows.integer(7)});
        }
    }
    for (Effect& effect : effects) add(std::move(effect));
}

EffectDesk::System& EffectDesk::system_of(const Effect& effect) {
    const EffectKind* kind = registry_.effect(effect.kind);
    if (!kind) throw Fault(FaultKind::permanent, "no executor for the effect " + effect.kind);
    System& system = systems_[kind->system];
    if (!system.open) {
        std::string label = fmt::format("system=\"{}\"", kind->system);
        system.open = &metrics_.gauge("jangteo_breaker_open",
                                      "1 while an outside system's circuit breaker is open", label);
        system.waiting_count =
            &metrics_.gauge("jangteo_effects_waiting", "Outside calls that wait, by system", label);
        system.in_flight_count =
            &metrics_.gauge("jangteo_effects_in_flight", "Outside calls under way", label);
    }
    return system;
}

void EffectDesk::add(Effect effect) {
    System& system = system_of(effect);
    system.waiting.emplace(effect.not_before, std::move(effect));
    ++waiting_count_;
}

void EffectDesk::start_due(Timestamp now) {
    for (auto& [name, system] : systems_) {
        while (!system.waiting.empty() && system.in_flight < calls_max &&
               system.waiting.begin()->first <= now && system.breaker.allows(now)) {
            Effect effect = std::move(system.waiting.begin()->second);
            system.waiting.erase(system.waiting.begin());
            --waiting_count_;
            start(system, std::move(effect), now);
        }
        system.open->set(system.breaker.open(now) ? 1 : 0);
        system.waiting_count->set(static_cast<double>(system.waiting.size()));
        system.in_flight_count->set(static_cast<double>(system.in_flight));
    }
}

void EffectDesk::start(System& system, Effect effect, Timestamp now) {
    system.breaker.started(now);
    ++system.in_flight;
    ++in_flight_;
    const EffectKind& kind = *registry_.effect(effect.kind);
    auto started = std::make_shared<const Effect>(std::move(effect));
    kind.executor->perform(*started, [this, started](Outcome outcome) {
        post_(std::make_unique<OutcomeMessage>(registry_, *this, started, std::move(outcome)));
    });
}

Timestamp EffectDesk::next_due(Timestamp now) const {
    Timestamp next{INT64_MAX};
    for (const auto& [name, system] : systems_) {
        if (system.waiting.empty() || system.in_flight >= calls_max) continue;
        Timestamp due = std::max(system.waiting.begin()->first, system.breaker.open_until());
        if (due <= now && !system.breaker.allows(now))
            continue;  // a probe is out: its outcome wakes the lane
        next = std::min(next, due);
    }
    return next;
}

void EffectDesk::finished(const Effect& effect, const Outcome& outcome, Timestamp now) {
    System& system = system_of(effect);
    --system.in_flight;
    --in_flight_;
    if (outcome.kind == OutcomeKind::done || outcome.kind == OutcomeKind::refused) {
        system.breaker.succeeded();
    } else {
        system.breaker.failed(now);
    }
    if (outcome.kind != OutcomeKind::not_sent) return;
    retries_.add();
    Effect again = effect;
    ++again.attempts;
    again.not_before = now + effect_delay(effect.attempts);
    add(std::move(again));
}

std::string OutcomeMessage::cause() const {
    return fmt::format("effect {} {}", effect_->kind, codec::text_of_enum(outcome_.kind));
}

void OutcomeMessage::handle(Transaction& tx) {
    handled_at_ = tx.now();
    if (outcome_.kind == OutcomeKind::not_sent) {
        tx.db().execute(update_effect,
                        {effect_->attempts + 1, tx.now() + effect_delay(effect_->attempts),
                         outcome_.code, effect_->id});
        return;
    }
    // Another run of the same effect has ended it already: its outcome counted.
    bool is_open = tx.db().changes_one(delete_effect, {effect_->id});
    if (!is_open && !mutated(Mutant::undo_not_durable)) return;
    tx.correlate(effect_->correlation.uuid());
    tx.note(NoteKind::effect_done, effect_->kind,
            std::string(codec::text_of_enum(outcome_.kind)) +
                (outcome_.code.empty() ? "" : " " + outcome_.code));
    registry_.effect(effect_->kind)->on_outcome(tx, *effect_, outcome_);
}

void OutcomeMessage::end() { desk_.finished(*effect_, outcome_, handled_at_); }

bool OutcomeMessage::set_aside(Transaction& tx, std::string_view error) {
    tx.db().execute(delete_effect, {effect_->id});
    Letter letter;
    letter.id = tx.next_id<DeadLetterId>();
    letter.consumer = "outcome";
    letter.source = LetterSource::outcome;
    letter.kind = effect_->kind;
    letter.aggregate = effect_->correlation;
    letter.correlation = effect_->correlation;
    letter.next_at = tx.now() + letter_delay(1);
    letter.first_at = tx.now();
    letter.cause = error;
    letter.trace = effect_->trace;
    letter.body = codec::encode_avro(StoredOutcome{effect_->id, effect_->key, effect_->payload,
                                                   outcome_.kind, outcome_.code, outcome_.payload});
    tx.set_letter(std::move(letter));
    return true;
}

}  // namespace jangteo::runtime

#include "runtime/transaction.hpp"

#include "kernel/mutant.hpp"
#include "runtime/timers.hpp"

#include <algorithm>

namespace jangteo::runtime {
namespace {

const sql::Insert add_effect{"runtime_effect",
                             {"id", "kind", "correlation", "idempotency_key", "payload", "trace",
                              "not_before", "attempts", "last_error"}};

// Of one unit of work: it mostly has no more.
constexpr std::size_t events_mostly = 8;
constexpr std::size_t notes_mostly = 4;

}  // namespace

void Transaction::publish_bytes(const Subject& about, std::string_view type, std::string payload) {
    correlate(about.correlation);
    if (std::find(touched_.begin(), touched_.end(), about.correlation) == touched_.end()) {
        touched_.push_back(about.correlation);
    }
    if (record_.events.empty()) record_.events.reserve(events_mostly);
    record_.events.push_back({next_id<EventId>(), std::string(type), EventId(about.aggregate),
                              about.version, causation_, std::move(payload)});
}

EffectId Transaction::request(EffectRequest request) {
    correlate(request.correlation);
    Effect effect{next_id<EffectId>(),          std::string(request.kind),
                  EventId(request.correlation), std::move(request.key),
                  std::move(request.payload),   record_.trace,
                  record_.time + request.delay, 0};
    if (effect.key.empty()) effect.key = effect.id.text();
    bool is_undo = effect.kind.ends_with(".cancel");
    if (!is_undo || !mutated(Mutant::undo_not_durable)) {
        ground_.db.insert(add_effect,
                          {effect.id, effect.kind, effect.correlation, effect.key,
                           sql::Bytes{effect.payload}, effect.trace, effect.not_before, 0, ""});
    }
    note(NoteKind::effect_requested, effect.kind, effect.key);
    effects_.push_back(effect);
    return effect.id;
}

void Transaction::set_timer(std::string_view name, const Uuid& key, Timestamp due) {
    correlate(key);
    ground_.timers.set({due, std::string(name), EventId(key)});
    note(NoteKind::timer_set, name, to_rfc3339(due));
    earliest_timer_ = std::min(earliest_timer_, due);
}

void Transaction::cancel_timer(std::string_view name, const Uuid& key, Timestamp due) {
    const Timer timer{due, std::string(name), EventId(key)};
    if (fired_ == timer || !ground_.timers.end(ground_.db, timer, true)) return;
    note(NoteKind::timer_cancelled, name, "");
}

void Transaction::maybe_cancel_timer(std::string_view name, const Uuid& key, Timestamp due) {
    const Timer timer{due, std::string(name), EventId(key)};
    if (ground_.timers.end(ground_.db, timer, false)) note(NoteKind::timer_cancelled, name, "");
}

bool Transaction::fire_timer(const Timer& timer) {
    if (!ground_.timers.end(ground_.db, timer, true)) return false;
    correlate(timer.subject.uuid());
    note(NoteKind::timer_fired, timer.name, "");
    fired_ = timer;
    return true;
}

void Transaction::note(NoteKind kind, std::string_view name, std::string detail) {
    if (record_.notes.empty()) record_.notes.reserve(notes_mostly);
    record_.notes.push_back({kind, std::string(name), std::move(detail)});
}

}  // namespace jangteo::runtime

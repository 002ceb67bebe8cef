#include "runtime/lane.hpp"

#include <algorithm>
#include <iterator>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "kernel/mutant.hpp"
#include "runtime/lane_messages.hpp"

namespace jangteo::runtime {

struct Lane::Unit {
    Message* message;
    std::unique_ptr<Transaction> tx;
    // Position of the record that the log still has to deliver, or 0.
    std::int64_t undelivered_at = 0;
    std::size_t delivered = 0;  // events of the record handled in the chain

    bool is_told_early() const {
        return mutated(Mutant::acknowledged_before_sync) && !message->outlasts_the_store();
    }
};

Lane::Lane(LanePorts ports, LaneOptions options)
    : ports_(std::move(ports)),
      options_(std::move(options)),
      ids_(ports_.random),
      desk_(ports_.registry, ports_.metrics,
            [this](std::unique_ptr<Message> message) { post(std::move(message)); }),
      consumers_(ports_.registry, ports_.metrics),
      inbox_(ports_.metrics),
      timers_(options_.timer_changes_max),
      handler_seconds_(ports_.metrics, ports_.clock),
      batch_sizes_(ports_.metrics.sizes("jangteo_lane_batch_messages",
                                        "Messages in one transaction of the lane")),
      commit_seconds_(
          ports_.metrics.seconds("jangteo_lane_commit_seconds", "A commit until it is flushed")),
      queue_depth_(
          ports_.metrics.gauge("jangteo_lane_queue_messages", "Messages that wait for the lane")),
      chain_reruns_(ports_.metrics.counter("jangteo_lane_reruns_total",
                                           "Batches rolled back and run one by one")),
      dead_letters_total_(
          ports_.metrics.counter("jangteo_dead_letters_total", "Dead letters written")),
      chains_cut_(ports_.metrics.counter("jangteo_chains_cut_total",
                                         "Chains that went on through the log")),
      refused_(ports_.metrics.counter("jangteo_lane_refused_total",
                                      "Commands refused because the queue was full")),
      letter_retries_(ports_.metrics.counter("jangteo_dead_letter_retries_total",
                                             "Dead letters tried again")) {}

Lane::~Lane() = default;

bool Lane::recover(std::optional<std::int64_t> from) {
    sql::Connection& db = ports_.store.writer();
    if (!lease_.take(db, options_.holder, from)) return false;
    // From here on every commit that the disk has not is counted (unflushed_commits_max).
    ports_.store.flush();
    ids_.start_after(outbox_.recover(db));
    letters_.recover(db);
    desk_.recover(db);
    consumers_.recover(db);
    timers_.recover(db);
    if (relay_) relay_->recover(db, ids_, ports_.clock.now(), outbox_.end());
    next_timer_ = {0};
    return true;
}

bool Lane::submit(std::unique_ptr<Message>& message) {
    {
        std::lock_guard lock(queue_mutex_);
        if (commands_.size() >= options_.queue_max) {
            refused_.add();
            return false;
        }
        const bool is_awake = !is_queue_empty();  // it has been woken and has not looked yet
        commands_.push_back(std::move(message));
        if (is_awake) return true;
    }
    ports_.wake();
    return true;
}

void Lane::post(std::unique_ptr<Message> message) {
    {
        std::lock_guard lock(queue_mutex_);
        const bool is_awake = !is_queue_empty();
        posted_.push_back(std::move(message));
        if (is_awake) return;
    }
    ports_.wake();
}

Lane::Batch Lane::gather() {
    Batch batch;
    Timestamp now = ports_.clock.now();
    bool store_rests = now < store_rests_until_;
    bool resumes = !deferred_.empty() && !store_rests;
    if (resumes) batch = std::exchange(deferred_, {});
    take_queue(batch);
    if (!deferred_.empty()) line_up_behind_deferred(batch);
    // What was deferred is still in the store too, and must not come twice.
    if (store_rests || resumes) return batch;
    try {
        gather_stored(batch, now);
    } catch (const std::exception& error) {
        store_failed("gather", error);
    }
    return batch;
}

// What was begun goes on before more is begun.
void Lane::take_queue(Batch& batch) {
    const auto take = [&batch](Batch& from, std::size_t max) {
        const auto end = from.begin() + static_cast<std::ptrdiff_t>(std::min(max, from.size()));
        std::move(from.begin(), end, std::back_inserter(batch));
        from.erase(from.begin(), end);
    };
    std::lock_guard lock(queue_mutex_);
    queue_depth_.set(static_cast<double>(commands_.size() + posted_.size()));
    take(posted_, options_.batch_max);
    take(commands_, options_.commands_max);
}

// Events, letters and timers that are due.
void Lane::gather_stored(Batch& batch, Timestamp now) {
    sql::Connection& db = ports_.store.writer();
    consumers_.gather(batch, options_.batch_max, *this, db);
    if (relay_) relay_->gather(batch, now);
    gather_beat(batch);
    if (winding_down_) return;
    if (letters_.next_due(db) <= now) {
        for (Letter& letter : letters_.due(db, now, 64)) {
            letter_retries_.add();
            batch.push_back(std::make_unique<RetryMessage>(*this, std::move(letter)));
        }
    }
    if (next_timer_ <= now) gather_timers(batch, now);
}

void Lane::gather_timers(Batch& batch, Timestamp now) {
    sql::Connection& db = ports_.store.writer();
    auto due = timers_.due(db, now, static_cast<std::int64_t>(options_.timers_max));
    if (due.empty()) next_timer_ = timers_.next_due(db);
    if (due.size() > options_.timers_max) due.resize(options_.timers_max);
    for (Timer& timer : due) {
        batch.push_back(std::make_unique<TimerMessage>(ports_.registry, std::move(timer)));
    }
}

bool Lane::run_batch() {
    if (has_flushed_effects_) take_flushed_effects();
    Batch batch = gather();
    if (batch.empty()) {
        check_lease();
    } else if (fenced_by_.empty()) {
        batch_sizes_.observe(static_cast<double>(batch.size()));
        if (!try_batch(batch, false) && fenced_by_.empty()) {
            chain_reruns_.add();
            run_one_by_one(batch);
        }
    }
    if (!fenced_by_.empty()) stop_for_good(batch);
    if (!winding_down_) desk_.start_due(ports_.clock.now());
    pump_relay();
    return !batch.empty();
}

bool Lane::try_batch(std::span<std::unique_ptr<Message>> batch, bool hop_by_hop) {
    is_careful_ = false;
    return try_once(batch, hop_by_hop) || (is_careful_ && try_once(batch, hop_by_hop));
}

bool Lane::try_once(std::span<std::unique_ptr<Message>> batch, bool hop_by_hop) {
    sql::Connection& db = ports_.store.writer();
    std::vector<Unit> units;
    units.reserve(batch.size());
    batch_left_events_ = false;
    try {
        db.begin();
        lease_.hold(db);
        db.begin_batch(is_careful_);
        for (auto& message : batch) message->prepare();
        for (auto& message : batch) {
            units.push_back(unit_of(*message));
            run_unit(units.back(), hop_by_hop);
            start_flushed_effects();
        }
        inbox_.write(db);
        timers_.write(db);
        db.end_batch();
        for (Unit& unit : units) {
            if (!unit.is_told_early()) continue;
            AfterFlush never_waits;
            tell(unit, never_waits);
            for (const auto& call : never_waits) call();
        }
        commit_began_ = ports_.clock.monotonic_ns();
        db.commit();
    } catch (const Fenced& error) {
        roll_back();
        fence(error);
        return false;
    } catch (const sql::Surprise&) {
        roll_back();
        is_careful_ = true;
        return false;
    } catch (const std::exception& error) {
        last_error_ = error.what();
        last_exception_ = std::current_exception();
        roll_back();
        return false;
    }
    store_rests_until_ = {};
    after_commit(units);
    return true;
}

Lane::Unit Lane::unit_of(Message& message) {
    return {&message,
            std::make_unique<Transaction>(Transaction::Ground{ports_.store.writer(), ids_, timers_},
                                          ports_.clock.now(), message.cause(), message.trace())};
}

void Lane::run_unit(Unit& unit, bool hop_by_hop) {
    Transaction& tx = *unit.tx;
    handler_seconds_.begin();
    unit.message->handle(tx);
    handler_seconds_.observe(tx.record().cause);
    // Nothing may overtake what the log still has to deliver, of earlier batches or of this one.
    bool quiet = options_.delivery == Delivery::local && !hop_by_hop && consumers_.idle() &&
                 !batch_left_events_;
    unit.delivered = quiet ? run_chain(tx) : 0;
    append_records(unit, unit.delivered);
    if (unit.undelivered_at != 0) batch_left_events_ = true;
    for (const Letter& letter : tx.letters()) letters_.insert(tx.db(), letter);
    for (const Effect& effect : tx.effects()) {
        // Here its command fails; once committed it would fail every start.
        if (!ports_.registry.effect(effect.kind)) {
            throw Fault(FaultKind::permanent, "no executor for the effect " + effect.kind);
        }
    }
}

// Handles what was published until nothing is left, or the bound is reached; returns how many
// events are done.
std::size_t Lane::run_chain(Transaction& tx) {
    auto& events = tx.record().events;
    std::size_t done = 0;
    for (; done < events.size() && done < options_.chain_events_max; ++done) {
        const auto& subscribers = ports_.registry.subscribers(events[done].type);
        if (subscribers.empty()) continue;
        // A handler may publish and so move the vector: the event is held here meanwhile.
        Event event = std::move(events[done]);
        for (const Subscription& to : subscribers)
            deliver(tx, to, event, {}, EventId(tx.correlation()));
        events[done] = std::move(event);
    }
    if (done < events.size()) chains_cut_.add();
    return done;
}

void Lane::append_records(Unit& unit, std::size_t delivered) {
    Transaction& tx = *unit.tx;
    OutboxRecord& record = tx.record();
    if (tx.empty()) return;
    EventId correlation(tx.correlation());
    if (delivered >= record.events.size() || !consumers_.wanted(record)) {
        outbox_.append(tx.db(), correlation, true, record);
        return;
    }
    if (delivered == 0) {
        unit.undelivered_at = outbox_.append(tx.db(), correlation, false, record);
        return;
    }
    auto cut = record.events.begin() + static_cast<std::ptrdiff_t>(delivered);
    OutboxRecord rest{record.cause, record.trace, record.time, {cut, record.events.end()}, {}};
    record.events.erase(cut, record.events.end());
    outbox_.append(tx.db(), correlation, true, record);
    unit.undelivered_at = outbox_.append(tx.db(), correlation, false, rest);
    record = std::move(rest);
}

void Lane::committed() {
    outbox_.committed();
    consumers_.committed();
    inbox_.committed();
    timers_.committed();
}

void Lane::after_commit(std::vector<Unit>& units) {
    committed();
    AfterFlush after;
    std::vector<Effect> effects;
    for (Unit& unit : units) {
        Transaction& tx = *unit.tx;
        if (unit.undelivered_at != 0) {
            consumers_.appended(unit.undelivered_at, EventId(tx.correlation()), tx.record());
        }
        std::move(tx.effects().begin(), tx.effects().end(), std::back_inserter(effects));
        for (const Letter& letter : tx.letters()) {
            letters_.committed_insert(letter);
            dead_letters_total_.add();
        }
        next_timer_ = std::min(next_timer_, tx.earliest_timer());
    }
    for (Unit& unit : units) {
        if (!unit.is_told_early()) tell(unit, after);
    }
    flush(std::move(after), std::move(effects));
}

// Those who wait. What they read may fail; what is committed stays.
void Lane::tell(Unit& unit, AfterFlush& after) {
    try {
        unit.message->committed(after);
        ports_.watches.changed(ports_.store.writer(), unit.tx->touched(), after);
    } catch (const std::exception& error) {
        ports_.log.write(LogLevel::error, "telling_failed",
                         {{"message", unit.message->cause()}, {"error", error.what()}});
    }
}

// Keeps what must be kept of a message, in a transaction of its own; false: the store is down.
bool Lane::set_aside(Message& message) {
    std::string error = last_error_;
    sql::Connection& db = ports_.store.writer();
    Unit unit = unit_of(message);
    try {
        db.begin();
        lease_.hold(db);
        if (!message.set_aside(*unit.tx, error)) {
            roll_back();
            return true;
        }
        for (const Letter& letter : unit.tx->letters()) letters_.insert(db, letter);
        append_records(unit, 0);
        inbox_.write(db);
        timers_.write(db);
        commit_began_ = ports_.clock.monotonic_ns();
        db.commit();
    } catch (const std::exception& again) {
        roll_back();
        store_failed(message.cause(), again);
        return false;
    }
    committed();
    for (const Letter& letter : unit.tx->letters()) {
        letters_.committed_insert(letter);
        dead_letters_total_.add();
    }
    AfterFlush after;
    message.kept(after);
    flush(std::move(after), {});
    return true;
}

Timestamp Lane::next_due() {
    Timestamp now = ports_.clock.now();
    Timestamp next = std::max(next_stored(), store_rests_until_);
    if (!winding_down_) next = std::min(next, desk_.next_due(now));
    std::lock_guard lock(queue_mutex_);
    return is_queue_empty() ? next : now;
}

// Of what waits in the store.
Timestamp Lane::next_stored() {
    if (!deferred_.empty() || !consumers_.idle()) return ports_.clock.now();
    if (winding_down_) return {INT64_MAX};
    try {
        Timestamp next = std::min(next_timer_, letters_.next_due(ports_.store.writer()));
        next = std::min(next, next_beat());
        return relay_ ? std::min(next, relay_->next_due()) : next;
    } catch (const std::exception& error) {
        store_failed("next letter", error);
        return store_rests_until_;
    }
}

bool Lane::settled() const {
    std::lock_guard lock(queue_mutex_);
    return is_queue_empty() && desk_.in_flight() == 0 && flushing_ == 0;
}

bool Lane::idle() const {
    std::lock_guard lock(queue_mutex_);
    return is_queue_empty() && flushing_ == 0 && flushed_effects_.empty() && deferred_.empty() &&
           desk_.idle() && consumers_.idle() && (!relay_ || relay_->idle());
}

}  // namespace jangteo::runtime

#pragma once

// Transaction: what a handler is given. Everything it does through it becomes durable together, or
// not at all. A handler never reads a clock, makes randomness or calls out: time and ids come from
// here, calls are effects. Lives on the lane's thread for the time of one unit of work.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/codec/avro.hpp"
#include "runtime/clock.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/event.hpp"
#include "runtime/sql.hpp"
#include "runtime/timer.hpp"

namespace jangteo::runtime {

class Timers;

// A call to the outside, written in the commit that decided it. The idempotency key is the effect's
// own id unless the caller names one (the same call must keep its key).
struct EffectRequest {
    std::string_view kind;  // e.g. "toss.confirm": the executor's and the outcome handler's name
    Uuid correlation{};     // the order (or other process) that it belongs to
    std::string key;        // idempotency key for the outside; empty: the effect's id
    std::string payload;    // what the executor decodes
    Duration delay{};       // not before now + delay
};

struct Effect {
    EffectId id;
    std::string kind;
    EventId correlation;
    std::string key;
    std::string payload;
    std::string trace;
    Timestamp not_before;
    std::int64_t attempts = 0;
};

// The aggregate that an event speaks of.
struct Subject {
    Uuid aggregate{};
    std::int64_t version = 0;
    Uuid correlation{};  // the process it belongs to: the order, or the aggregate itself
};

template <class IdType>
Subject subject(const IdType& id, std::int64_t version) {
    return {id.uuid(), version, id.uuid()};
}

template <class IdType>
Subject subject(const IdType& id, std::int64_t version, const OrderId& order) {
    return {id.uuid(), version, order.uuid()};
}

class Transaction {
  public:
    // What it stands on, of the lane.
    struct Ground {
        sql::Connection& db;
        Ids& ids;
        Timers& timers;
    };

    Transaction(Ground ground, Timestamp now, std::string cause, std::string trace)
        : ground_(ground) {
        record_.cause = std::move(cause);
        record_.trace = std::move(trace);
        record_.time = now;
    }

    sql::Connection& db() { return ground_.db; }
    Timestamp now() const { return record_.time; }

    template <class IdType>
    IdType next_id() {
        return ground_.ids.next<IdType>(record_.time);
    }

    // The event's outbox entry is in the same commit as the change.
    template <class E>
    void publish(const Subject& about, const E& event) {
        publish_bytes(about, codec::shape_of<E>().name, codec::encode_avro(event));
    }
    void publish_bytes(const Subject& about, std::string_view type, std::string payload);

    EffectId request(EffectRequest request);

    // A timer is known by its name and key (e.g. the order); setting it needs the due time, so does
    // cancelling it. It is mostly there when it is cancelled, unless the caller says maybe.
    void set_timer(std::string_view name, const Uuid& key, Timestamp due);
    void cancel_timer(std::string_view name, const Uuid& key, Timestamp due);
    void maybe_cancel_timer(std::string_view name, const Uuid& key, Timestamp due);

    // Ties the record to a process when nothing that it publishes does.
    void correlate(const Uuid& correlation) {
        if (correlation_ == Uuid{}) correlation_ = correlation;
    }
    void note(NoteKind kind, std::string_view name, std::string detail);

    // For the lane: false when it was cancelled meanwhile.
    bool fire_timer(const Timer& timer);
    // For the lane: the event whose consumers run now.
    void set_causation(EventId causation) { causation_ = causation; }
    OutboxRecord& record() { return record_; }
    const Uuid& correlation() const { return correlation_; }
    std::vector<Effect>& effects() { return effects_; }
    Timestamp earliest_timer() const { return earliest_timer_; }
    const std::vector<Uuid>& touched() const { return touched_; }
    // Keeps what could not be handled; the lane stores it in this commit.
    void set_letter(Letter letter) { letters_.push_back(std::move(letter)); }
    const std::vector<Letter>& letters() const { return letters_; }
    bool empty() const { return record_.events.empty() && record_.notes.empty(); }

  private:
    Ground ground_;
    OutboxRecord record_;
    Uuid correlation_{};
    EventId causation_;
    std::vector<Effect> effects_;
    std::vector<Uuid> touched_;  // processes that a watcher may wait for
    std::vector<Letter> letters_;
    Timestamp earliest_timer_{INT64_MAX};
    std::optional<Timer> fired_;
};

}  // namespace jangteo::runtime

#pragma once

// What the outbox holds: one record per unit of work (a message and the chain it set off), with
// every event it published in the bytes that every consumer sees, and notes of what else it asked
// for. The record is the unit of order, of publication and of the timeline.

#include <boost/describe.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::runtime {

struct Event {
    EventId id;
    std::string type;          // e.g. OrderCreated
    EventId aggregate;         // 16 bytes of the aggregate's id, whatever its kind
    std::int64_t version = 0;  // of the aggregate, after the change
    EventId causation;         // the event that led to this one, or nil
    Binary payload;            // Avro binary
};
BOOST_DESCRIBE_STRUCT(Event, (), (id, type, aggregate, version, causation, payload))

enum class NoteKind {
    effect_requested,
    effect_done,
    timer_set,
    timer_cancelled,
    timer_fired,
    parked,         // a consumer could not handle an event, for now
    dead_lettered,  // nor later; `detail` is the letter's id
    republished     // an operator sends again what the broker refused; `detail` as above
};
BOOST_DESCRIBE_ENUM(NoteKind, effect_requested, effect_done, timer_set, timer_cancelled,
                    timer_fired, parked, dead_lettered, republished)

struct Note {
    NoteKind kind = NoteKind::effect_requested;
    std::string name;    // effect kind, timer name, consumer group
    std::string detail;  // for people
};
BOOST_DESCRIBE_STRUCT(Note, (), (kind, name, detail))

struct OutboxRecord {
    std::string
        cause;  // what set it off: "command create_order", "timer order.payment_deadline", …
    std::string trace;  // traceparent
    Timestamp time;
    std::vector<Event> events;
    std::vector<Note> notes;
};
BOOST_DESCRIBE_STRUCT(OutboxRecord, (), (cause, trace, time, events, notes))

// Where an event stands in the log: the record's position and the event's index in it.
struct LogPosition {
    std::int64_t record = 0;
    std::int64_t index = -1;  // -1: the whole record lies ahead

    auto operator<=>(const LogPosition&) const = default;
};

// An event on its way from the log to a consumer.
struct LoggedEvent {
    Event event;
    LogPosition position;
    EventId correlation;
    std::string trace;
};

}  // namespace jangteo::runtime

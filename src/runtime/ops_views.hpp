#pragma once

// What operators see of the runtime.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::runtime {

struct OutboxRecordView {
    std::int64_t position = 0;
    std::string state;  // STARTED: not every consumer has handled it; COMPLETED
    Timestamp recorded_at;
    std::string cause;
    std::vector<std::string> events;
};
BOOST_DESCRIBE_STRUCT(OutboxRecordView, (), (position, state, recorded_at, cause, events))

struct OutboxView {
    std::int64_t last_position = 0;
    std::int64_t undelivered = 0;
    std::optional<Timestamp> oldest_undelivered_at;
    std::vector<OutboxRecordView> latest;
};
BOOST_DESCRIBE_STRUCT(OutboxView, (), (last_position, undelivered, oldest_undelivered_at, latest))

struct EffectView {
    EffectId id;
    std::string kind;
    std::string correlation;
    std::string idempotency_key;
    Timestamp not_before;
    std::int64_t attempts = 0;
    std::string last_error;
};
BOOST_DESCRIBE_STRUCT(EffectView, (),
                      (id, kind, correlation, idempotency_key, not_before, attempts, last_error))

struct TimerView {
    Timestamp due;
    std::string name;
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(TimerView, (), (due, name, subject))

struct TimerList {
    std::vector<TimerView> data;
};
BOOST_DESCRIBE_STRUCT(TimerList, (), (data))

struct DeadLetterView {
    DeadLetterId id;
    std::string state;
    std::string consumer;
    std::string source;
    std::string kind;
    std::string aggregate;
    std::int64_t attempts = 0;
    std::string cause;
    std::int64_t record = 0;
    std::int64_t event = 0;
    Timestamp first_at;
    Timestamp next_at;
};
BOOST_DESCRIBE_STRUCT(DeadLetterView, (),
                      (id, state, consumer, source, kind, aggregate, attempts, cause, record, event,
                       first_at, next_at))

struct DeadLetterDetail {
    DeadLetterView letter;
    std::string payload;  // JSON, when the bytes decode
    std::string bytes;    // the original bytes, in hex
};
BOOST_DESCRIBE_STRUCT(DeadLetterDetail, (), (letter, payload, bytes))

}  // namespace jangteo::runtime

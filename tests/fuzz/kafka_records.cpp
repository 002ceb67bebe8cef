// A record of a topic: its key on the first line, headers as `name: value` up to an empty line,
// then its value.

#include "platform/kafka/kafka_record.hpp"

#include "kernel/check.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using platform::kafka::KafkaRecord;
using platform::kafka::RecordPlace;

KafkaRecord record_in(std::string_view input) {
    KafkaRecord record;
    auto [key, rest] = first_line(input);
    if (key != "(none)") record.key = key;
    while (true) {
        auto [line, more] = first_line(rest);
        rest = more;
        if (line.empty()) break;
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        record.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    if (rest != "(none)") record.value = rest;
    return record;
}

void run(std::string_view input) {
    const KafkaRecord record = record_in(input);
    const RecordPlace place{{"toy.events", 3}, 77, Timestamp{1'700'000'000'000'000}};
    const auto wire = platform::kafka::wire_value_of(record);
    auto event = platform::kafka::event_of(record, place);
    check(wire.has_value() || !wire.error().empty(), "what is refused is refused with words");
    check(event.has_value() == (record.key && !record.key->empty()), "a key is all it takes");
    if (!wire || !event) return;

    event->event.payload = std::string(wire->payload);
    const KafkaRecord ours = platform::kafka::record_of(*event, wire->schema_id);
    const auto value = platform::kafka::wire_value_of(ours);
    check(value && value->schema_id == wire->schema_id && value->payload == wire->payload,
          "a value that is written again is the same");
    const auto again = platform::kafka::event_of(ours, {{"elsewhere", 0}, 1, Timestamp{}});
    check(again && again->event.id == event->event.id && again->event.type == event->event.type &&
              again->event.aggregate == event->event.aggregate &&
              again->event.version == event->event.version &&
              again->event.causation == event->event.causation &&
              again->correlation == event->correlation && again->source == event->source &&
              again->position == event->position && again->time == event->time &&
              again->trace == event->trace && again->headers == event->headers,
          "an event that is written again is the same, wherever it stands");
}

}  // namespace

const Target kafka_records{"kafka_records", run};

}  // namespace jangteo::fuzz

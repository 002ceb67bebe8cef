// An event: its type, then its Avro bytes.

#include <map>

#include "contracts/codec/avro.hpp"
#include "contracts/codec/avro_reader.hpp"
#include "contracts/codec/json.hpp"
#include "kernel/check.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

// Reads by the schema of its own version, which must make no difference.
const codec::AvroReader& own_reader(const codec::Shape& shape) {
    static std::map<std::string_view, codec::AvroReader> readers;
    auto found = readers.find(shape.name);
    if (found != readers.end()) return found->second;
    auto reader = codec::AvroReader::of(codec::avro_schema(shape, "jangteo.fuzz"), shape);
    check(reader.has_value(), "a shape reads its own schema");
    return readers.emplace(shape.name, std::move(*reader)).first->second;
}

std::string written(const std::shared_ptr<void>& object, const codec::Shape& shape) {
    std::string bytes;
    codec::encode_avro(object.get(), shape, bytes);
    return bytes;
}

void run(std::string_view input) {
    auto [name, bytes] = first_line(input);
    const Described* event = find_described(described_events(), name);
    if (!event) return;
    const codec::Shape& shape = *event->shape;
    auto object = event->make();
    auto planned = event->make();
    bool is_read = codec::decode_avro(bytes, object.get(), shape);
    check(own_reader(shape).decode(bytes, planned.get()) == is_read,
          "reading by plan takes what reading without one takes");
    if (!is_read) return;
    auto once = written(object, shape);
    check(written(planned, shape) == once, "reading by plan gives what reading without one gives");
    auto again = event->make();
    check(codec::decode_avro(once, again.get(), shape), "what was read and written is read again");
    check(written(again, shape) == once, "reading what was written changes nothing");
    // Binary members are not for JSON.
    if (name != "Event" && name != "OutboxRecord" && name != "StoredOutcome") {
        check(!codec::encode_json(object.get(), shape).empty(), "an event has a JSON form");
    }
}

}  // namespace

const Target avro_events{"avro_events", run, FirstLine::kept};

}  // namespace jangteo::fuzz

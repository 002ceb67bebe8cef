// What another version wrote: the name of our struct, its writer's schema on one line, its bytes.

#include "contracts/codec/avro.hpp"
#include "contracts/codec/avro_reader.hpp"
#include "kernel/check.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

void run(std::string_view input) {
    auto [name, rest] = first_line(input);
    const Described* event = find_described(described_events(), name);
    if (!event) return;
    auto [schema, bytes] = first_line(rest);
    auto reader = codec::AvroReader::of(schema, *event->shape);
    if (!reader) return check(!reader.error().empty(), "a refused schema is told why");
    auto object = event->make();
    if (!reader->decode(bytes, object.get())) return;
    std::string written;
    codec::encode_avro(object.get(), *event->shape, written);
    auto again = event->make();
    check(codec::decode_avro(written, again.get(), *event->shape),
          "what was read from another version is whole in ours");
}

}  // namespace

const Target avro_schemas{"avro_schemas", run, FirstLine::kept};

}  // namespace jangteo::fuzz

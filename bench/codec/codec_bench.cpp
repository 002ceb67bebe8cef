#include <benchmark/benchmark.h>

#include "bench/codec/sample_order.hpp"
#include "contracts/codec/avro.hpp"
#include "contracts/codec/avro_reader.hpp"
#include "contracts/codec/json.hpp"

namespace {

using namespace jangteo;

void json_encode(benchmark::State& state) {
    auto order = bench::sample_order();
    for (auto _ : state) benchmark::DoNotOptimize(codec::encode_json(order));
}
BENCHMARK(json_encode);

void json_decode(benchmark::State& state) {
    auto text = codec::encode_json(bench::sample_order());
    for (auto _ : state) benchmark::DoNotOptimize(codec::decode_json<bench::SampleOrder>(text));
}
BENCHMARK(json_decode);

void avro_encode_event(benchmark::State& state) {
    bench::SampleEvent event;
    for (auto _ : state) benchmark::DoNotOptimize(codec::encode_avro(event));
}
BENCHMARK(avro_encode_event);

void avro_decode_event(benchmark::State& state) {
    auto bytes = codec::encode_avro(bench::SampleEvent{});
    for (auto _ : state) benchmark::DoNotOptimize(codec::decode_avro<bench::SampleEvent>(bytes));
}
BENCHMARK(avro_decode_event);

void avro_decode_event_by_schema(benchmark::State& state) {
    const auto& shape = codec::shape_of<bench::SampleEvent>();
    auto reader = codec::AvroReader::of(codec::avro_schema(shape, "jangteo.bench"), shape).value();
    auto bytes = codec::encode_avro(bench::SampleEvent{});
    for (auto _ : state) benchmark::DoNotOptimize(reader.decode<bench::SampleEvent>(bytes));
}
BENCHMARK(avro_decode_event_by_schema);

}  // namespace

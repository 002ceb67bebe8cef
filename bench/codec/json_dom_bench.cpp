// The way that lost (docs/decisions/0003-json-encoding.md): the same body through the tree of
// Boost.JSON.

#include <benchmark/benchmark.h>

#include <boost/json.hpp>

#include <array>

#include "bench/codec/sample_order.hpp"
#include "contracts/codec/json.hpp"
#include "kernel/check.hpp"

namespace {

using namespace jangteo;
using codec::Kind;
using codec::Shape;

boost::json::value tree_of(const void* value, const Shape& shape,
                           const boost::json::storage_ptr& store);

boost::json::value object_of(const void* object, const Shape& shape,
                             const boost::json::storage_ptr& store) {
    boost::json::object tree(store);
    tree.reserve(shape.fields.size());
    for (const auto& field : shape.fields) {
        const void* value = static_cast<const char*>(object) + field.offset;
        const auto* inner = field.shape;
        if (inner->kind == Kind::optional) {
            value = inner->value(value);
            inner = inner->element;
        }
        if (value != nullptr) tree.emplace(field.name, tree_of(value, *inner, store));
    }
    return tree;
}

boost::json::value tree_of(const void* value, const Shape& shape,
                           const boost::json::storage_ptr& store) {
    switch (shape.kind) {
        case Kind::boolean: return boost::json::value(*static_cast<const bool*>(value), store);
        case Kind::integer:
            return boost::json::value(*static_cast<const std::int64_t*>(value), store);
        case Kind::text:
        case Kind::email:
            return boost::json::value(std::string_view(*static_cast<const std::string*>(value)),
                                      store);
        case Kind::enumeration: return boost::json::value(shape.names[shape.index(value)], store);
        case Kind::id: {
            std::string text(shape.prefix);
            append_base32(*static_cast<const Uuid*>(value), text += '_');
            return boost::json::value(std::string_view(text), store);
        }
        case Kind::timestamp:
            return boost::json::value(
                std::string_view(to_rfc3339(*static_cast<const Timestamp*>(value))), store);
        case Kind::money: {
            const auto& money = *static_cast<const Money*>(value);
            boost::json::object tree(store);
            tree.emplace("amount", money.amount);
            tree.emplace("currency", text_of(money.currency));
            return tree;
        }
        case Kind::object: return object_of(value, shape, store);
        default: return boost::json::value(nullptr);  // The sample has none of the others.
    }
}

std::string encode_by_tree(const bench::SampleOrder& order) {
    std::array<unsigned char, 8192> buffer;
    boost::json::monotonic_resource memory(buffer.data(), buffer.size());
    auto tree = tree_of(&order, codec::shape_of<bench::SampleOrder>(), &memory);
    return boost::json::serialize(tree);
}

void json_encode_by_tree(benchmark::State& state) {
    auto order = bench::sample_order();
    check(encode_by_tree(order) == codec::encode_json(order), "both ways give the same text");
    for (auto _ : state) benchmark::DoNotOptimize(encode_by_tree(order));
}
BENCHMARK(json_encode_by_tree);

// Only the tree: what a decoder would have before it looks at a single field.
void json_parse_to_tree(benchmark::State& state) {
    auto text = codec::encode_json(bench::sample_order());
    for (auto _ : state) {
        std::array<unsigned char, 8192> buffer;
        boost::json::monotonic_resource memory(buffer.data(), buffer.size());
        benchmark::DoNotOptimize(boost::json::parse(text, &memory));
    }
}
BENCHMARK(json_parse_to_tree);

// Texts through boost::json::serialize, which the direct way could use for its escapes.
void json_escape_by_library(benchmark::State& state) {
    std::string text = "문 앞에 놓아 주세요";
    for (auto _ : state) benchmark::DoNotOptimize(boost::json::serialize(text));
}
BENCHMARK(json_escape_by_library);

}  // namespace

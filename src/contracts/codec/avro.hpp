#pragma once

// Avro 1.11 by shape: the schema, and the binary encoding of the hot path. id → fixed(16) with
// logicalType "uuid"; money → record Money{amount: long, currency: enum}; timestamp → long,
// timestamp-micros; optional → union{null, T}; list → array; map → map of string; enumeration →
// enum; email, url, text → string. A list has no items of zero bytes: a struct without members is
// not listed.

#include <optional>
#include <string>
#include <string_view>

#include "contracts/codec/shape.hpp"

namespace jangteo::codec {

// The schema as JSON text; `space` is the Avro namespace, e.g. "jangteo.order".
std::string avro_schema(const Shape& shape, std::string_view space);

// Appends the binary encoding to `out`.
void encode_avro(const void* object, const Shape& shape, std::string& out);
std::string encode_avro(const void* object, const Shape& shape);

// Fills a default-constructed object; false when the bytes are not one whole, valid encoding.
bool decode_avro(std::string_view bytes, void* object, const Shape& shape);

template <class T>
std::string encode_avro(const T& object) {
    return encode_avro(&object, shape_of<T>());
}

template <class T>
std::optional<T> decode_avro(std::string_view bytes) {
    T object{};
    if (!decode_avro(bytes, &object, shape_of<T>())) return std::nullopt;
    return object;
}

}  // namespace jangteo::codec

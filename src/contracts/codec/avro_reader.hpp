#pragma once

// AvroReader: reads what another version of a struct wrote. It holds the plan that follows from the
// writer's schema and our shape by the rules of Avro 1.11, "Schema Resolution", with our own
// shapes' defaults: a field that the writer did not know must be optional, and is empty. Names of
// records are not compared, only those of fields and symbols, so a struct may be renamed. Immutable
// after it is made: any thread may read with it.

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "contracts/codec/shape.hpp"

namespace jangteo::codec {

struct AvroPlan;

class AvroReader {
  public:
    // The error says which field of the writer cannot be read, and why. `shape` outlives the
    // reader.
    static std::expected<AvroReader, std::string> of(std::string_view writer_schema,
                                                     const Shape& shape);

    // Fills a default-constructed object; false when the bytes are not one whole, valid encoding.
    bool decode(std::string_view bytes, void* object) const;

    template <class T>
    std::optional<T> decode(std::string_view bytes) const {
        T object{};
        if (!decode(bytes, &object)) return std::nullopt;
        return object;
    }

  private:
    explicit AvroReader(std::shared_ptr<const AvroPlan> plan) : plan_(std::move(plan)) {}

    std::shared_ptr<const AvroPlan> plan_;
};

}  // namespace jangteo::codec

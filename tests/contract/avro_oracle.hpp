#pragma once

// AvroOracle: avro-c behind the few questions that tests ask it. What it reads and writes knows
// nothing of our codec but the schema text. Not for threads.

#include <avro.h>

#include <memory>
#include <optional>
#include <string>

#include "contracts/codec/shape.hpp"

namespace jangteo::testing {

class AvroOracle {
  public:
    // Nothing when avro-c does not take the schema; avro_strerror() then says why.
    static std::optional<AvroOracle> of(const std::string& schema_text);

    // Reads our bytes and compares them with the object: the first difference, or "" when there is
    // none.
    std::string difference(const std::string& bytes, const void* object,
                           const codec::Shape& shape) const;

    // The same by avro-c's schema resolution, for bytes in the schema of another oracle.
    std::string resolved_difference(const AvroOracle& writer, const std::string& bytes,
                                    const void* object, const codec::Shape& shape) const;

    // The bytes that avro-c writes for the object.
    std::string encode(const void* object, const codec::Shape& shape) const;

  private:
    explicit AvroOracle(avro_schema_t schema);

    std::shared_ptr<avro_obj_t> schema_;
    std::shared_ptr<avro_value_iface_t> type_;
};

}  // namespace jangteo::testing

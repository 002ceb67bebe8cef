#pragma once

// AvroPlan: for each value that the writer's schema announces, in its order, what it is and where
// it goes.

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/codec/shape.hpp"

namespace jangteo::codec {

inline constexpr std::size_t avro_plan_depth_max = 32;
// A schema may use a name many times, and every use is planned anew: this bounds what a short text
// can ask for.
inline constexpr std::size_t avro_plan_nodes_max = 10'000;

struct AvroPlan {
    enum class Type {
        nothing,  // null: no bytes
        boolean,
        number,  // int and long
        real,    // float and double, by `size`; only read past
        bytes,
        text,
        fixed,
        enumeration,
        choice,  // union: `parts` are its branches
        list,    // `parts` is the item
        map,
        record,
        unreadable,  // a branch that we cannot take: an error when it occurs
    };
    static constexpr std::size_t no_symbol = static_cast<std::size_t>(-1);

    Type type = Type::nothing;
    const Shape* shape = nullptr;      // what it becomes; nullptr: read past it
    const Shape* optional = nullptr;   // the optional that is given a value first
    std::size_t offset = 0;            // of the member in its object, where this is one
    std::size_t size = 0;              // fixed, real
    std::vector<std::size_t> symbols;  // enumeration: the writer's number → ours, or no_symbol
    std::vector<AvroPlan> parts;
};

std::expected<AvroPlan, std::string> plan_avro(std::string_view writer_schema, const Shape& shape);

// Money as the record that it is in Avro.
const Shape& money_record_shape();

}  // namespace jangteo::codec

#pragma once

// Timer: what is to be handled at a time, known by all it has.

#include <boost/describe.hpp>

#include <compare>
#include <string>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::runtime {

struct Timer {
    Timestamp due;
    std::string name;
    EventId subject;  // 16 bytes of an id, whatever its kind

    auto operator<=>(const Timer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Timer, (), (due, name, subject))

}  // namespace jangteo::runtime

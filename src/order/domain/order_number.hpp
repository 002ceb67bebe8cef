#pragma once

// An order's number, for people: YYMMDD-, the day in UTC of its id, and ten characters of the id in
// upper case: six of its millisecond, three of its place within that, the last one random. Distinct
// for all orders whose ids one maker has made (runtime/clock.hpp), up to 2,048 in a millisecond.

#include <optional>
#include <string>
#include <string_view>

#include "kernel/id.hpp"

namespace jangteo::order {

std::string order_number(const OrderId& id);

// The ids that a number may stand for: all of one millisecond.
struct OrderIds {
    OrderId first;
    OrderId last;

    bool contains(const OrderId& id) const { return first <= id && id <= last; }
};

// Nothing for what is no number.
std::optional<OrderIds> ids_of_number(std::string_view number);

}  // namespace jangteo::order

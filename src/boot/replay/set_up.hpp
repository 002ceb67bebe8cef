#pragma once

// SetUp: brings into the shop what the plan's orders need and what is not there yet: sellers,
// products, stock, members. Everything is done as the operator of a shop that moves in.

#include "boot/replay/desk.hpp"

namespace jangteo::boot {

// `progress` is told of each thing that is there: sellers, products, variants' stock, members.
Task<void> set_up(Desk& desk, Progress& progress);
std::int64_t set_up_steps(const Plan& plan);

// A text for the shop's fields: no control characters, at most 100 code points, not empty.
std::string name_for_shop(std::string_view text, std::string_view otherwise);

}  // namespace jangteo::boot

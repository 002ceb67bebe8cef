#pragma once

// What the stock's routes answer.

#include <optional>
#include <vector>

#include "inventory/app/move_stock.hpp"
#include "runtime/call.hpp"

namespace jangteo::inventory {

// Whose stock the caller may see and change; none: an operator's call, anyone's.
std::optional<EnterpriseId> enterprise_of(const runtime::Principal& principal);

// 422, with the pointer of every wrong line of the request.
runtime::HttpAnswer refused_moves(const runtime::Call& call,
                                  const std::vector<RejectedMove>& rejected);

contracts::StockMovementAnswer answer_of(const Movement& movement);

// Only the lines of this enterprise; empty when it has none.
std::optional<contracts::ReservationAnswer> answer_of(
    const Reservation& reservation, const std::optional<EnterpriseId>& enterprise);

}  // namespace jangteo::inventory

#pragma once

// Announces what an order decided: its events and its timer, in the transaction of the decision.

#include "order/domain/order.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::order {

inline constexpr std::string_view deadline_timer = "order.deadline";

// One for each part: as many as a decision may need.
std::vector<CancellationId> cancellation_ids(runtime::Transaction& tx, const Order& order);

// `deadline_before` is the deadline of the order as it was found; `lines` are needed only for
// cancellations.
void announce(runtime::Transaction& tx, const Order& order, const Decisions& decisions,
              Timestamp deadline_before, const std::vector<Line>& lines);

}  // namespace jangteo::order

#pragma once

// From the aggregate to what people see.

#include "contracts/order/orders.hpp"
#include "order/domain/order.hpp"
#include "runtime/outbox.hpp"
#include "runtime/registry.hpp"

namespace jangteo::order {

contracts::OrderSummary summary_of(const Order& order);
// `only`: what one seller may know of it.
contracts::OrderView view_of(const Order& order, const std::vector<Line>& lines,
                             const std::optional<EnterpriseId>& only = std::nullopt);
contracts::Timeline timeline_of(const OrderId& order,
                                const std::vector<runtime::StoredRecord>& records,
                                const runtime::Registry& registry);
contracts::WaitingProcess waiting_of(const Order& order);

}  // namespace jangteo::order

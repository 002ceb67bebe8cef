#include "order/app/cancel_order.hpp"

#include "order/app/announce.hpp"

namespace jangteo::order {

std::expected<Order, CancelRejection> CancelOrderHandler::handle(runtime::Transaction& tx,
                                                                 const CancelOrder& command) const {
    auto order = orders_.find(tx.db(), command.order);
    auto lines = orders_.lines(tx.db(), command.order);
    Timestamp deadline_before = order->deadline;
    auto decisions = order->cancel({command.reason, cancellation_ids(tx, *order)}, lines, tx.now());
    if (!decisions) return std::unexpected(decisions.error());
    orders_.save(tx.db(), *order);
    announce(tx, *order, *decisions, deadline_before, lines);
    return std::move(*order);
}

std::expected<Order, CancelRejection> CancelOrderHandler::handle(runtime::Transaction& tx,
                                                                 const CancelLines& command) const {
    auto order = orders_.find(tx.db(), command.order);
    auto lines = orders_.lines(tx.db(), command.order);
    for (const LineQuantity& wanted : command.lines) {
        bool exists = wanted.line >= 1 && wanted.line <= static_cast<std::int64_t>(lines.size());
        if (exists && command.seller &&
            lines[static_cast<std::size_t>(wanted.line - 1)].enterprise != *command.seller) {
            return std::unexpected(CancelRejection::unknown_line);
        }
    }
    Timestamp deadline_before = order->deadline;
    auto decisions = order->cancel_lines({command.lines, command.reason, command.restock,
                                          command.seller.has_value(), tx.next_id<CancellationId>()},
                                         lines, tx.now());
    if (!decisions) return std::unexpected(decisions.error());
    orders_.save(tx.db(), *order);
    announce(tx, *order, *decisions, deadline_before, lines);
    return std::move(*order);
}

}  // namespace jangteo::order

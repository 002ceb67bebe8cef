#include "order/app/advance_order.hpp"

#include "order/app/announce.hpp"

namespace jangteo::order {

void AdvanceOrderHandler::advance(runtime::Transaction& tx, const OrderId& id,
                                  const Decide& decide) const {
    auto order = orders_.find(tx.db(), id);
    if (!order) return;
    Timestamp deadline_before = order->deadline;
    Decisions decisions = decide(*order);
    if (!decisions.anything()) return;
    orders_.save(tx.db(), *order);
    announce(tx, *order, decisions, deadline_before,
             decisions.requested.empty() ? std::vector<Line>{} : orders_.lines(tx.db(), id));
}

void AdvanceOrderHandler::advance_with_lines(runtime::Transaction& tx, const OrderId& id,
                                             const DecideWithLines& decide) const {
    if (!orders_.find(tx.db(), id)) return;
    auto lines = orders_.lines(tx.db(), id);
    advance(tx, id, [&](Order& order) { return decide(order, lines); });
}

void AdvanceOrderHandler::on_stock_reserved(runtime::Transaction& tx,
                                            const contracts::StockReserved& event) const {
    advance(tx, event.order_id, [&](Order& order) { return order.on_stock_reserved(tx.now()); });
}

void AdvanceOrderHandler::on_stock_rejected(runtime::Transaction& tx,
                                            const contracts::StockRejected& event) const {
    advance_with_lines(tx, event.order_id, [&](Order& order, const std::vector<Line>& lines) {
        return order.on_out_of_stock({"out_of_stock", cancellation_ids(tx, order)}, lines,
                                     tx.now());
    });
}

void AdvanceOrderHandler::on_stock_released(runtime::Transaction& tx,
                                            const contracts::StockReleased& event) const {
    advance(tx, event.order_id, [&](Order& order) {
        if (event.cancellation_id) return order.on_stock_back(*event.cancellation_id, tx.now());
        return order.on_reservation_expired(tx.next_id<CancellationId>(), tx.now());
    });
}

void AdvanceOrderHandler::on_payment_completed(runtime::Transaction& tx,
                                               const contracts::PaymentCompleted& event) const {
    advance(tx, event.order_id, [&](Order& order) {
        return order.on_payment_completed(event.amount.amount, event.payment_key, tx.now());
    });
}

void AdvanceOrderHandler::on_payment_cancelled(runtime::Transaction& tx,
                                               const contracts::PaymentCancelled& event) const {
    advance(tx, event.order_id,
            [&](Order& order) { return order.on_money_back(event.cancellation_id, 0, tx.now()); });
}

void AdvanceOrderHandler::on_refund_completed(runtime::Transaction& tx,
                                              const contracts::RefundCompleted& event) const {
    advance(tx, event.order_id, [&](Order& order) {
        return order.on_money_back(event.cancellation_id, event.amount.amount, tx.now());
    });
}

void AdvanceOrderHandler::on_order_approved(runtime::Transaction& tx,
                                            const contracts::OrderApproved& event) const {
    advance(tx, event.order_id, [&](Order& order) {
        return order.on_part_decided(event.enterprise_id, true, {}, {}, tx.now());
    });
}

void AdvanceOrderHandler::on_order_rejected(runtime::Transaction& tx,
                                            const contracts::OrderRejected& event) const {
    advance_with_lines(tx, event.order_id, [&](Order& order, const std::vector<Line>& lines) {
        return order.on_part_decided(event.enterprise_id, false, lines,
                                     tx.next_id<CancellationId>(), tx.now());
    });
}

void AdvanceOrderHandler::on_delivery_started(runtime::Transaction& tx,
                                              const contracts::DeliveryStarted& event) const {
    advance(tx, event.order_id,
            [&](Order& order) { return order.on_shipment_started(event.enterprise_id, tx.now()); });
}

void AdvanceOrderHandler::on_delivery_status_changed(
    runtime::Transaction& tx, const contracts::DeliveryStatusChanged& event) const {
    if (event.to != contracts::ShipmentStatus::returned) return;
    advance_with_lines(tx, event.order_id, [&](Order& order, const std::vector<Line>& lines) {
        return order.on_returned(event.enterprise_id, lines, tx.next_id<CancellationId>(),
                                 tx.now());
    });
}

void AdvanceOrderHandler::on_delivery_completed(runtime::Transaction& tx,
                                                const contracts::DeliveryCompleted& event) const {
    advance(tx, event.order_id,
            [&](Order& order) { return order.on_delivered(event.enterprise_id, tx.now()); });
}

void AdvanceOrderHandler::on_shipment_stopped(runtime::Transaction& tx,
                                              const contracts::ShipmentStopped& event) const {
    advance(tx, event.order_id, [&](Order& order) {
        return order.on_shipment_stopped(event.cancellation_id, event.stopped, tx.now());
    });
}

void AdvanceOrderHandler::on_deadline(runtime::Transaction& tx, const Uuid& id) const {
    advance(tx, OrderId(id), [&](Order& order) {
        return order.on_deadline(tx.next_id<CancellationId>(), tx.now());
    });
}

std::optional<Order> AdvanceOrderHandler::confirm_receipt(runtime::Transaction& tx,
                                                          const OrderId& id) const {
    auto order = orders_.find(tx.db(), id);
    Timestamp deadline_before = order->deadline;
    auto decisions = order->confirm_receipt(tx.now());
    if (!decisions) return std::nullopt;
    orders_.save(tx.db(), *order);
    announce(tx, *order, *decisions, deadline_before, {});
    return order;
}

}  // namespace jangteo::order

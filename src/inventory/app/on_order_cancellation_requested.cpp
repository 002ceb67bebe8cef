#include "inventory/app/on_order_cancellation_requested.hpp"

namespace jangteo::inventory {

void OnOrderCancellationRequested::handle(runtime::Transaction& tx,
                                          const contracts::OrderCancellationRequested& event) {
    // Goods that may already be on their way wait until delivery has stopped them.
    if (event.stop_shipment) return;
    auto reservation = reservations_.find(tx.db(), event.order_id);
    if (reservation && !reservation->has_handled(event.cancellation_id))
        cancel(tx, *reservation, event);
    tx.publish(runtime::subject(event.order_id, reservation ? reservation->version : 0),
               contracts::StockReleased{event.order_id, event.cancellation_id});
}

void OnOrderCancellationRequested::cancel(runtime::Transaction& tx, Reservation& reservation,
                                          const contracts::OrderCancellationRequested& event) {
    std::vector<CancelledQuantity> cancelled;
    cancelled.reserve(event.lines.size());
    for (const auto& line : event.lines) cancelled.push_back({line.line, line.quantity});
    auto goods = event.restock ? CancelledGoods::come_back : CancelledGoods::are_lost;

    desk_.apply(tx, event.order_id, reservation.cancel(event.cancellation_id, cancelled, goods));
    reservations_.save(tx.db(), reservation);
    if (!reservation.holds_anything()) {
        // A paid order's was cancelled when it was paid.
        tx.maybe_cancel_timer(reservation_expiry_timer, event.order_id.uuid(),
                              reservation.expires_at);
    }
}

}  // namespace jangteo::inventory

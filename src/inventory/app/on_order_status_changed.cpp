#include "inventory/app/on_order_status_changed.hpp"

#include "kernel/mutant.hpp"

namespace jangteo::inventory {

void OnOrderStatusChanged::handle(runtime::Transaction& tx,
                                  const contracts::OrderStatusChanged& event) {
    switch (event.to) {
        case contracts::OrderStatus::paid: return keep(tx, event.order_id);
        case contracts::OrderStatus::approved: return commit(tx, event);
        default: return;
    }
}

void OnOrderStatusChanged::keep(runtime::Transaction& tx, const OrderId& order) {
    if (mutated(Mutant::expiry_ignores_payment)) return;
    auto reservation = reservations_.find(tx.db(), order);
    // The timer's row is the whole state of "may expire": without it nothing will.
    if (reservation)
        tx.cancel_timer(reservation_expiry_timer, order.uuid(), reservation->expires_at);
}

void OnOrderStatusChanged::commit(runtime::Transaction& tx,
                                  const contracts::OrderStatusChanged& event) {
    auto reservation = reservations_.find(tx.db(), event.order_id);
    if (!reservation) return;
    std::vector<EnterpriseId> approved;
    for (const auto& part : event.parts) {
        if (part.approved) approved.push_back(part.enterprise_id);
    }
    // Paid after all, but the reservation had expired: take it again, all or none. When it is gone,
    // say so: the order process stops the shipments and refunds (S6).
    auto again = reservation->demand_to_commit(approved);
    std::vector<StockUnit> units;
    auto shortages = shortages_of(tx.db(), units_, again, units);
    if (!shortages.empty() && !mutated(Mutant::expiry_ignores_payment)) {
        tx.publish(runtime::subject(event.order_id, reservation->version),
                   contracts::StockRejected{event.order_id, std::move(shortages)});
        return;
    }
    auto changes = reservation->commit(approved);
    if (!changes.empty()) {
        desk_.apply(tx, event.order_id, changes);
        reservations_.save(tx.db(), *reservation);
    }
    tx.publish(runtime::subject(event.order_id, reservation->version),
               contracts::StockCommitted{event.order_id});
}

}  // namespace jangteo::inventory

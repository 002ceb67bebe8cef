#include "inventory/app/expire_reservation.hpp"

#include "kernel/mutant.hpp"

namespace jangteo::inventory {

void ExpireReservationHandler::handle(runtime::Transaction& tx, const OrderId& order) {
    auto reservation = reservations_.find(tx.db(), order);
    if (!reservation) return;
    auto changes = reservation->expire();
    if (changes.empty()) return;
    desk_.apply(tx, order, changes);
    reservations_.save(tx.db(), *reservation);
    if (mutated(Mutant::expiry_ignores_payment)) return;
    tx.publish(runtime::subject(order, reservation->version),
               contracts::StockReleased{order, std::nullopt});
}

}  // namespace jangteo::inventory

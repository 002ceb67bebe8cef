#include "inventory/app/on_order_created.hpp"

#include "kernel/mutant.hpp"

namespace jangteo::inventory {
namespace {

std::vector<ReservedLine> lines_of(const contracts::OrderCreated& event) {
    std::vector<ReservedLine> lines;
    lines.reserve(event.lines.size());
    for (const auto& line : event.lines) {
        ReservedLine& reserved = lines.emplace_back();
        reserved.line = line.line;
        reserved.sku_id = line.sku_id;
        reserved.enterprise_id = line.enterprise_id;
        reserved.quantity = line.quantity;
    }
    return lines;
}

std::int64_t wanted_of(const std::vector<ReservedLine>& lines, const SkuId& sku) {
    std::int64_t wanted = 0;
    for (const ReservedLine& line : lines) {
        // An impossible quantity is shown as it came; adding it to others could overflow.
        if (line.sku_id != sku) continue;
        if (line.quantity < 1 || line.quantity > line_quantity_max) return line.quantity;
        wanted += line.quantity;
    }
    return wanted;
}

}  // namespace

std::vector<contracts::StockShortage> shortages_of(sql::Connection& db, StockUnits& stock,
                                                   const std::vector<Demand>& demand,
                                                   std::vector<StockUnit>& units) {
    std::vector<contracts::StockShortage> shortages;
    units.reserve(demand.size());
    for (const Demand& wanted : demand) {
        auto unit = stock.find(db, wanted.sku_id);
        std::int64_t available = unit ? unit->available() : 0;
        if (unit && mutated(Mutant::stock_checked_apart)) available = unit->on_hand;
        if (unit && wanted.reservable && wanted.quantity <= available) {
            units.push_back(*unit);
        } else {
            shortages.push_back({wanted.sku_id, wanted.quantity, available});
        }
    }
    return shortages;
}

void OnOrderCreated::handle(runtime::Transaction& tx, const contracts::OrderCreated& event) {
    if (reservations_.find(tx.db(), event.order_id)) return;

    auto lines = lines_of(event);
    auto demand = demand_of(lines);
    std::vector<StockUnit> units;
    auto shortages = shortages_of(tx.db(), units_, demand, units);
    if (!shortages.empty()) {
        for (auto& shortage : shortages) shortage.wanted = wanted_of(lines, shortage.sku_id);
        return reject(tx, event.order_id, std::move(shortages));
    }

    auto reservation =
        Reservation::reserve(event.order_id, tx.next_id<ReservationId>(), std::move(lines),
                             event.payment_deadline + expiry_grace);
    for (std::size_t i = 0; i < units.size(); ++i) desk_.hold(tx, units[i], demand[i].quantity);
    reservations_.add(tx.db(), reservation);
    tx.set_timer(reservation_expiry_timer, event.order_id.uuid(), reservation.expires_at);
    tx.publish(runtime::subject(event.order_id, reservation.version),
               contracts::StockReserved{event.order_id, reservation.reservation_id,
                                        reservation.expires_at});
}

void OnOrderCreated::reject(runtime::Transaction& tx, const OrderId& order,
                            std::vector<contracts::StockShortage> shortages) {
    // Kept, so that the same order heard of again is not reserved after all.
    auto rejected = Reservation::reject(order, tx.next_id<ReservationId>());
    reservations_.add(tx.db(), rejected);
    tx.publish(runtime::subject(order, rejected.version),
               contracts::StockRejected{order, std::move(shortages)});
}

}  // namespace jangteo::inventory

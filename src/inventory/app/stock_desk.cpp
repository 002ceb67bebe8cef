#include "inventory/app/stock_desk.hpp"

#include "contracts/inventory/events.hpp"
#include "kernel/check.hpp"

namespace jangteo::inventory {
namespace {

Movement movement_of(runtime::Transaction& tx, const OrderId& order, const StockUnit& unit,
                     contracts::StockMovementKind kind, std::int64_t quantity) {
    Movement movement;
    movement.id = tx.next_id<MovementId>();
    movement.sku_id = unit.id;
    movement.kind = kind;
    movement.quantity = quantity;
    movement.on_hand = unit.on_hand;
    movement.order_id = order;
    movement.moved_at = tx.now();
    return movement;
}

}  // namespace

void StockDesk::hold(runtime::Transaction& tx, StockUnit unit, std::int64_t quantity) {
    StockUnit before = unit;
    unit.hold(quantity);
    units_.save(tx.db(), unit);
    announce_crossing(tx, before, unit);
}

void StockDesk::apply(runtime::Transaction& tx, const OrderId& order,
                      std::span<const StockChange> changes) {
    for (const StockChange& change : changes) {
        if (change.moves_anything()) apply_one(tx, order, change);
    }
}

void StockDesk::apply_one(runtime::Transaction& tx, const OrderId& order,
                          const StockChange& change) {
    auto found = units_.find(tx.db(), change.sku_id);
    check(found.has_value(), "a reserved SKU has a stock unit");
    StockUnit before = *found;
    StockUnit& unit = *found;
    if (change.release > 0) unit.release(change.release);
    if (change.commit > 0) unit.commit(change.commit);
    if (change.deduct > 0) unit.deduct(change.deduct);
    if (change.restore > 0) unit.restore(change.restore);
    if (change.write_off > 0) unit.write_off(change.write_off);
    units_.save(tx.db(), unit);
    using Kind = contracts::StockMovementKind;
    if (change.restore > 0)
        movements_.add(tx.db(), movement_of(tx, order, unit, Kind::restore, change.restore));
    if (change.write_off > 0) {
        movements_.add(tx.db(), movement_of(tx, order, unit, Kind::write_off, change.write_off));
    }
    announce_crossing(tx, before, unit);
}

void StockDesk::announce_crossing(runtime::Transaction& tx, const StockUnit& before,
                                  const StockUnit& after) {
    if (before.in_stock() != after.in_stock() || before.low() != after.low()) announce(tx, after);
}

void StockDesk::announce(runtime::Transaction& tx, const StockUnit& unit) {
    tx.publish(
        runtime::subject(unit.id, unit.version),
        contracts::ProductStockChanged{unit.id, unit.product_id, unit.enterprise_id, unit.on_hand,
                                       unit.reserved, unit.in_stock(), unit.low()});
}

}  // namespace jangteo::inventory

#include "inventory/app/move_stock.hpp"

#include <map>

#include "inventory/app/stock_desk.hpp"

namespace jangteo::inventory {
namespace {

std::expected<void, MoveStockRejection> move(StockUnit& unit, const StockMove& move) {
    if (move.kind == contracts::StockMoveKind::restock) return unit.restock(move.quantity);
    return unit.adjust(move.quantity);
}

Movement movement_of(const MoveStock& command, const StockMove& move, const StockUnit& unit) {
    Movement movement;
    movement.sku_id = unit.id;
    movement.kind = move.kind == contracts::StockMoveKind::restock
                        ? contracts::StockMovementKind::restock
                        : contracts::StockMovementKind::adjust;
    movement.quantity = move.quantity;
    movement.on_hand = unit.on_hand;
    movement.reason = move.reason;
    movement.member_id = command.member_id;
    return movement;
}

}  // namespace

std::expected<std::vector<Movement>, std::vector<RejectedMove>> MoveStockHandler::handle(
    runtime::Transaction& tx, const MoveStock& command) {
    // A SKU may stand in the list more than once, so each line sees what those before it did.
    std::map<SkuId, std::optional<StockUnit>> units;
    std::vector<Movement> movements;
    std::vector<RejectedMove> rejected;
    for (std::size_t i = 0; i < command.moves.size(); ++i) {
        const StockMove& wanted = command.moves[i];
        auto [found, first] = units.try_emplace(wanted.sku_id);
        if (first) found->second = units_.find(tx.db(), wanted.sku_id);
        auto& unit = found->second;
        bool visible =
            unit && (!command.enterprise_id || unit->enterprise_id == *command.enterprise_id);
        if (!visible) {
            rejected.push_back({i, MoveStockRejection::unknown_sku});
        } else if (auto moved = move(*unit, wanted); !moved) {
            rejected.push_back({i, moved.error()});
        } else {
            movements.push_back(movement_of(command, wanted, *unit));
        }
    }
    if (!rejected.empty()) return std::unexpected(std::move(rejected));

    for (auto& [sku, unit] : units) {
        units_.save(tx.db(), *unit);
        StockDesk::announce(tx, *unit);
    }
    for (Movement& movement : movements) {
        movement.id = tx.next_id<MovementId>();
        movement.moved_at = tx.now();
        movements_.add(tx.db(), movement);
    }
    return movements;
}

}  // namespace jangteo::inventory

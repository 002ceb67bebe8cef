#include "inventory/app/set_low_stock.hpp"

#include "inventory/app/stock_desk.hpp"

namespace jangteo::inventory {

std::expected<StockUnit, SetLowStockRejection> SetLowStockHandler::handle(
    runtime::Transaction& tx, const SetLowStock& command) {
    auto unit = units_.find(tx.db(), command.sku_id);
    if (!unit || (command.enterprise_id && unit->enterprise_id != *command.enterprise_id)) {
        return std::unexpected(SetLowStockRejection::unknown_sku);
    }
    StockUnit before = *unit;
    unit->low_stock = command.threshold;
    units_.save(tx.db(), *unit);
    StockDesk::announce_crossing(tx, before, *unit);
    return *unit;
}

}  // namespace jangteo::inventory

#pragma once

// MoveStock: a seller's goods came in, or the count was wrong. A list is done as a whole or not at
// all, and every wrong line of it is named.

#include <expected>
#include <optional>

#include "inventory/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::inventory {

struct StockMove {
    SkuId sku_id;
    contracts::StockMoveKind kind = contracts::StockMoveKind::restock;
    std::int64_t quantity = 0;
    std::string reason;
};

struct MoveStock {
    std::optional<EnterpriseId>
        enterprise_id;  // whose stock it must be; none: an operator moves anyone's
    MemberId member_id;
    std::vector<StockMove> moves;
};

struct RejectedMove {
    std::size_t index = 0;
    MoveStockRejection rejection = MoveStockRejection::unknown_sku;
};

class MoveStockHandler {
  public:
    MoveStockHandler(StockUnits& units, Movements& movements)
        : units_(units), movements_(movements) {}

    // The movements in the order of the command.
    std::expected<std::vector<Movement>, std::vector<RejectedMove>> handle(
        runtime::Transaction& tx, const MoveStock& command);

  private:
    StockUnits& units_;
    Movements& movements_;
};

}  // namespace jangteo::inventory

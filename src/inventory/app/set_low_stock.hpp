#pragma once

// SetLowStock: from how many available on a seller wants to be told that a SKU runs out.

#include <expected>
#include <optional>

#include "inventory/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::inventory {

struct SetLowStock {
    std::optional<EnterpriseId> enterprise_id;  // whose stock it must be; none: anyone's
    SkuId sku_id;
    std::int64_t threshold = 0;
};

enum class SetLowStockRejection { unknown_sku };
BOOST_DESCRIBE_ENUM(SetLowStockRejection, unknown_sku)

class SetLowStockHandler {
  public:
    explicit SetLowStockHandler(StockUnits& units) : units_(units) {}

    std::expected<StockUnit, SetLowStockRejection> handle(runtime::Transaction& tx,
                                                          const SetLowStock& command);

  private:
    StockUnits& units_;
};

}  // namespace jangteo::inventory

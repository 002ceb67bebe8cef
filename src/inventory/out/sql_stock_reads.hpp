#pragma once

#include "inventory/app/ports.hpp"

namespace jangteo::inventory {

class SqlStockReads : public StockReads {
  public:
    std::optional<contracts::StockUnitAnswer> unit(sql::Connection& db, const SkuId& id) override;
    std::vector<contracts::StockUnitAnswer> units(sql::Connection& db,
                                                  const StockUnitFilter& filter) override;
    std::vector<contracts::StockMovementAnswer> movements(sql::Connection& db, const SkuId& id,
                                                          std::string_view after,
                                                          std::int64_t limit) override;
    std::vector<contracts::VariantAvailability> availability(sql::Connection& db,
                                                             const ProductId& product) override;
};

}  // namespace jangteo::inventory

#pragma once

#include <memory>

#include "inventory/app/ports.hpp"

namespace jangteo::inventory {

class SqlStockUnits : public StockUnits {
  public:
    SqlStockUnits();
    std::optional<StockUnit> find(sql::Connection& db, const SkuId& id) override;
    void save(sql::Connection& db, StockUnit& unit) override;
    void offer(sql::Connection& db, const Offer& offer) override;
    void list(sql::Connection& db, const ProductId& product, bool listed) override;

  private:
    class Known;
    std::shared_ptr<Known> known_;
};

}  // namespace jangteo::inventory

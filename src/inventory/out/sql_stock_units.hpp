#pragma once

#include "inventory/app/ports.hpp"

namespace jangteo::inventory {

class SqlStockUnits : public StockUnits {
  public:
    std::optional<StockUnit> find(sql::Connection& db, const SkuId& id) override;
    void save(sql::Connection& db, StockUnit& unit) override;
    void hold(sql::Connection& db, const SkuId& id, std::int64_t quantity) override;
    void commit(sql::Connection& db, const SkuId& id, std::int64_t quantity) override;
    void mark_low(sql::Connection& db, const StockUnit& unit) override;
    void offer(sql::Connection& db, const Offer& offer) override;
    void list(sql::Connection& db, const ProductId& product, bool listed) override;
};

}  // namespace jangteo::inventory

#pragma once

#include "catalog/app/ports.hpp"

namespace jangteo::catalog {

class SqlPriceChanges : public PriceChanges {
  public:
    void add(sql::Connection& db, const PriceChange& change) override;
    std::vector<PriceChange> list(sql::Connection& db, const SkuId& sku,
                                  std::int64_t before_version, std::int64_t limit) override;
};

}  // namespace jangteo::catalog

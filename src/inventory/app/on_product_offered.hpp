#pragma once

// The catalog's events: every SKU gets a stock unit when it is first heard of, and buyers see the
// stock of what is on sale.

#include "contracts/catalog/events.hpp"
#include "inventory/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::inventory {

class OnProductOffered {
  public:
    explicit OnProductOffered(StockUnits& units) : units_(units) {}

    void handle(runtime::Transaction& tx, const contracts::ProductCreated& event);
    void handle(runtime::Transaction& tx, const contracts::ProductUpdated& event);
    void handle(runtime::Transaction& tx, const contracts::ProductStatusChanged& event);

  private:
    StockUnits& units_;
};

}  // namespace jangteo::inventory

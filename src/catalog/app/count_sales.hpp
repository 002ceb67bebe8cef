#pragma once

// The orders' events, counted for the statistics of products: what was ordered, less what was
// cancelled. An order that goes well costs one row here.

#include "catalog/app/ports.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/order/events.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::catalog {

class CountSales {
  public:
    CountSales(Sales& sales, StockNews& stock) : sales_(sales), stock_(stock) {}

    void handle(runtime::Transaction& tx, const contracts::OrderCreated& event);
    void handle(runtime::Transaction& tx, const contracts::OrderCancellationRequested& event);
    void handle(runtime::Transaction& tx, const contracts::OrderCancelled& event);
    void handle(runtime::Transaction& tx, const contracts::ProductStockChanged& event);

  private:
    Sales& sales_;
    StockNews& stock_;
};

}  // namespace jangteo::catalog

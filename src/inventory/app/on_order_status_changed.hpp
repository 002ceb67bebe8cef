#pragma once

// OrderStatusChanged: a paid order's reservation no longer expires; an approved order's stock is
// deducted.

#include "contracts/order/events.hpp"
#include "inventory/app/on_order_created.hpp"

namespace jangteo::inventory {

class OnOrderStatusChanged {
  public:
    OnOrderStatusChanged(Reservations& reservations, StockUnits& units, StockDesk& desk)
        : reservations_(reservations), units_(units), desk_(desk) {}

    void handle(runtime::Transaction& tx, const contracts::OrderStatusChanged& event);

  private:
    void keep(runtime::Transaction& tx, const OrderId& order);
    void commit(runtime::Transaction& tx, const contracts::OrderStatusChanged& event);

    Reservations& reservations_;
    StockUnits& units_;
    StockDesk& desk_;
};

}  // namespace jangteo::inventory

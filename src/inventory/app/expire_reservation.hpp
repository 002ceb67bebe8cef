#pragma once

// The reservation's timer: an order that nobody paid in time gives its stock back.

#include "inventory/app/on_order_created.hpp"

namespace jangteo::inventory {

class ExpireReservationHandler {
  public:
    ExpireReservationHandler(Reservations& reservations, StockDesk& desk)
        : reservations_(reservations), desk_(desk) {}

    void handle(runtime::Transaction& tx, const OrderId& order);

  private:
    Reservations& reservations_;
    StockDesk& desk_;
};

}  // namespace jangteo::inventory

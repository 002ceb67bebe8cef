#pragma once

// OrderCancellationRequested: gives back what the order holds or had deducted, once for each
// cancellation, and always says so: the order process waits for it, also when there was nothing to
// give back.

#include "contracts/order/events.hpp"
#include "inventory/app/on_order_created.hpp"

namespace jangteo::inventory {

class OnOrderCancellationRequested {
  public:
    OnOrderCancellationRequested(Reservations& reservations, StockDesk& desk)
        : reservations_(reservations), desk_(desk) {}

    void handle(runtime::Transaction& tx, const contracts::OrderCancellationRequested& event);

  private:
    void cancel(runtime::Transaction& tx, Reservation& reservation,
                const contracts::OrderCancellationRequested& event);

    Reservations& reservations_;
    StockDesk& desk_;
};

}  // namespace jangteo::inventory

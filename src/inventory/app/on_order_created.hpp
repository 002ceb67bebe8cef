#pragma once

// OrderCreated: holds all lines of the order or none of them, and says which.

#include "contracts/inventory/events.hpp"
#include "contracts/order/events.hpp"
#include "inventory/app/ports.hpp"
#include "inventory/app/stock_desk.hpp"

namespace jangteo::inventory {

// When a reservation ends by itself. Its key is the order, its due time the reservation's
// expires_at.
inline constexpr std::string_view reservation_expiry_timer = "inventory.reservation_expiry";

class OnOrderCreated {
  public:
    OnOrderCreated(Reservations& reservations, StockUnits& units, StockDesk& desk)
        : reservations_(reservations), units_(units), desk_(desk) {}

    void handle(runtime::Transaction& tx, const contracts::OrderCreated& event);

  private:
    void reject(runtime::Transaction& tx, const OrderId& order,
                std::vector<contracts::StockShortage> shortages);

    Reservations& reservations_;
    StockUnits& units_;
    StockDesk& desk_;
};

// What is missing of a demand; `units` gets the stock units of the rest, in the demand's order.
std::vector<contracts::StockShortage> shortages_of(sql::Connection& db, StockUnits& stock,
                                                   const std::vector<Demand>& demand,
                                                   std::vector<StockUnit>& units);

}  // namespace jangteo::inventory

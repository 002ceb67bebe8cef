#pragma once

// StockDesk: applies what a reservation decided to the stock units, and says what buyers and
// sellers should hear of.

#include <span>

#include "inventory/app/ports.hpp"
#include "inventory/domain/reservation.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::inventory {

class StockDesk {
  public:
    StockDesk(StockUnits& units, Movements& movements) : units_(units), movements_(movements) {}

    // Takes what was found free; `unit` is as it was read.
    void hold(runtime::Transaction& tx, StockUnit unit, std::int64_t quantity);

    // `changes` come from the order's reservation, in the order of their SKUs.
    void apply(runtime::Transaction& tx, const OrderId& order,
               std::span<const StockChange> changes);

    // ProductStockChanged when the unit sold out, came back, or crossed its low line.
    static void announce_crossing(runtime::Transaction& tx, const StockUnit& before,
                                  const StockUnit& after);
    static void announce(runtime::Transaction& tx, const StockUnit& unit);

  private:
    void apply_one(runtime::Transaction& tx, const OrderId& order, const StockChange& change);

    StockUnits& units_;
    Movements& movements_;
};

}  // namespace jangteo::inventory

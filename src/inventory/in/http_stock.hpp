#pragma once

// The stock over HTTP: sellers move, watch and read theirs; buyers ask whether there is some.

#include "inventory/app/move_stock.hpp"
#include "inventory/app/set_low_stock.hpp"
#include "runtime/routes.hpp"

namespace jangteo::inventory {

struct HttpStock {
    MoveStockHandler& move_stock;
    SetLowStockHandler& set_low_stock;
    StockReads& reads;
    Reservations& reservations;

    void declare(runtime::Routes& routes);

  private:
    void declare_commands(runtime::Routes& routes);
    void declare_lists(runtime::Routes& routes);
    void declare_reads(runtime::Routes& routes);
};

}  // namespace jangteo::inventory

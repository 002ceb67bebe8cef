#pragma once

// Published on inventory.events. Reservation events are keyed by the order, stock events by the
// stock unit.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

// Published when what buyers or sellers see changes: in stock, sold out, low, restocked, adjusted;
// not for every unit that an order takes.
struct ProductStockChanged {
    static constexpr std::string_view topic = "inventory.events";
    SkuId sku_id;
    ProductId product_id;
    EnterpriseId enterprise_id;
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
    bool in_stock = false;
    bool low = false;
};
BOOST_DESCRIBE_STRUCT(ProductStockChanged, (),
                      (sku_id, product_id, enterprise_id, on_hand, reserved, in_stock, low))

// Every line of the order is held until `expires_at`.
struct StockReserved {
    static constexpr std::string_view topic = "inventory.events";
    OrderId order_id;
    ReservationId reservation_id;
    Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(StockReserved, (), (order_id, reservation_id, expires_at))

struct StockShortage {
    SkuId sku_id;
    std::int64_t wanted = 0;
    std::int64_t available = 0;
};
BOOST_DESCRIBE_STRUCT(StockShortage, (), (sku_id, wanted, available))

// Nothing of the order is held.
struct StockRejected {
    static constexpr std::string_view topic = "inventory.events";
    OrderId order_id;
    std::vector<StockShortage> shortages;
};
BOOST_DESCRIBE_STRUCT(StockRejected, (), (order_id, shortages))

// The approved lines are deducted.
struct StockCommitted {
    static constexpr std::string_view topic = "inventory.events";
    OrderId order_id;
};
BOOST_DESCRIBE_STRUCT(StockCommitted, (), (order_id))

// What was held, or deducted, for the lines of a cancellation is back (or written off, without
// restock).
struct StockReleased {
    static constexpr std::string_view topic = "inventory.events";
    OrderId order_id;
    std::optional<CancellationId> cancellation_id;  // none: the reservation expired by itself
};
BOOST_DESCRIBE_STRUCT(StockReleased, (), (order_id, cancellation_id))

}  // namespace jangteo::contracts

#pragma once

// StockUnit: what one shop keeps of one SKU. Its counters say everything that ever happened to it,
// so that the row alone can be audited:
//
//   S1  on_hand >= 0, reserved >= 0, on_hand - reserved >= 0
//   S2  initial + restocked + adjusted + restored = on_hand + deducted
//
// A plain value; deciding never writes.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>

#include "kernel/id.hpp"

namespace jangteo::inventory {

// Far above any warehouse, far below an overflow: sums of two stay exact.
inline constexpr std::int64_t on_hand_max = 1'000'000'000'000;

enum class MoveStockRejection {
    unknown_sku,
    restock_not_positive,
    adjustment_zero,
    below_reserved,  // would take away what orders hold
    stock_too_large,
};
BOOST_DESCRIBE_ENUM(MoveStockRejection, unknown_sku, restock_not_positive, adjustment_zero,
                    below_reserved, stock_too_large)

struct StockUnit {
    SkuId id;
    std::int64_t version = 0;
    ProductId product_id;
    EnterpriseId enterprise_id;
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
    std::int64_t low_stock = 0;  // at or below this many available it counts as low

    std::int64_t initial = 0;
    std::int64_t restocked = 0;
    std::int64_t adjusted = 0;     // may be negative
    std::int64_t restored = 0;     // came back from cancelled orders after it was deducted
    std::int64_t deducted = 0;     // left for approved orders
    std::int64_t written_off = 0;  // of the deducted: cancelled, and lost

    std::int64_t available() const { return on_hand - reserved; }
    bool in_stock() const { return available() > 0; }
    bool low() const { return available() <= low_stock; }

    std::expected<void, MoveStockRejection> restock(std::int64_t quantity);
    std::expected<void, MoveStockRejection> adjust(std::int64_t quantity);

    // The rest follows reservations, which never ask for more than there is: anything else is a
    // bug.
    void hold(std::int64_t quantity);
    void release(std::int64_t quantity);
    void commit(std::int64_t quantity);  // of what is held
    void deduct(std::int64_t quantity);  // of what is free
    void restore(std::int64_t quantity);
    void write_off(std::int64_t quantity);

    bool holds_invariants() const;
};

}  // namespace jangteo::inventory

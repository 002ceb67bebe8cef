#pragma once

// HTTP bodies of the stock: what sellers move and see, and what buyers see.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

inline constexpr std::size_t stock_movements_max = 500;
inline constexpr std::int64_t movement_quantity_max = 1'000'000'000;
// Buyers see quantities up to this; more is "this many or more".
inline constexpr std::int64_t available_shown_max = 99;

enum class StockMoveKind { restock, adjust };
BOOST_DESCRIBE_ENUM(StockMoveKind, restock, adjust)

struct StockMoveLine {
    SkuId sku_id;
    StockMoveKind kind = StockMoveKind::restock;
    Int<-movement_quantity_max, movement_quantity_max> quantity = 0;  // adjust: the difference
    std::optional<Text<1, 200>> reason;
};
BOOST_DESCRIBE_STRUCT(StockMoveLine, (), (sku_id, kind, quantity, reason))

// All of it or nothing.
struct MoveStockRequest {
    List<StockMoveLine, 1, stock_movements_max> movements;
};
BOOST_DESCRIBE_STRUCT(MoveStockRequest, (), (movements))

struct SetLowStockRequest {
    Int<0, movement_quantity_max> threshold = 0;
};
BOOST_DESCRIBE_STRUCT(SetLowStockRequest, (), (threshold))

struct StockUnitAnswer {
    SkuId sku_id;
    ProductId product_id;
    EnterpriseId enterprise_id;
    std::string sku_code;
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
    std::int64_t available = 0;
    std::int64_t low_stock = 0;
    bool low = false;
    std::int64_t initial = 0;
    std::int64_t restocked = 0;
    std::int64_t adjusted = 0;
    std::int64_t restored = 0;
    std::int64_t deducted = 0;
    std::int64_t written_off = 0;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(StockUnitAnswer, (),
                      (sku_id, product_id, enterprise_id, sku_code, on_hand, reserved, available,
                       low_stock, low, initial, restocked, adjusted, restored, deducted,
                       written_off, version))

// restore and write_off come from cancellations.
enum class StockMovementKind { restock, adjust, restore, write_off };
BOOST_DESCRIBE_ENUM(StockMovementKind, restock, adjust, restore, write_off)

struct StockMovementAnswer {
    MovementId id;
    SkuId sku_id;
    StockMovementKind kind = StockMovementKind::restock;
    std::int64_t quantity = 0;
    std::int64_t on_hand = 0;  // afterwards
    std::string reason;
    std::optional<MemberId> member_id;
    std::optional<OrderId> order_id;
    Timestamp moved_at;
};
BOOST_DESCRIBE_STRUCT(StockMovementAnswer, (),
                      (id, sku_id, kind, quantity, on_hand, reason, member_id, order_id, moved_at))

struct MovedStock {
    std::vector<StockMovementAnswer> data;
};
BOOST_DESCRIBE_STRUCT(MovedStock, (), (data))

enum class ReservationState { reserved, expired, ended, rejected };
BOOST_DESCRIBE_ENUM(ReservationState, reserved, expired, ended, rejected)

// The counters of a line sum to its quantity.
struct ReservedLineAnswer {
    std::int64_t line = 0;
    SkuId sku_id;
    EnterpriseId enterprise_id;
    std::int64_t quantity = 0;
    std::int64_t held = 0;
    std::int64_t committed = 0;
    std::int64_t released = 0;
    std::int64_t expired = 0;
    std::int64_t restored = 0;
    std::int64_t written_off = 0;
};
BOOST_DESCRIBE_STRUCT(ReservedLineAnswer, (),
                      (line, sku_id, enterprise_id, quantity, held, committed, released, expired,
                       restored, written_off))

struct ReservationAnswer {
    ReservationId id;
    OrderId order_id;
    ReservationState state = ReservationState::reserved;
    Timestamp expires_at;  // unless the order is paid before
    std::vector<ReservedLineAnswer> lines;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReservationAnswer, (), (id, order_id, state, expires_at, lines, version))

struct VariantAvailability {
    SkuId sku_id;
    bool in_stock = false;
    std::int64_t quantity = 0;  // at most available_shown_max
};
BOOST_DESCRIBE_STRUCT(VariantAvailability, (), (sku_id, in_stock, quantity))

struct ProductAvailability {
    ProductId product_id;
    bool in_stock = false;
    std::vector<VariantAvailability> variants;
};
BOOST_DESCRIBE_STRUCT(ProductAvailability, (), (product_id, in_stock, variants))

}  // namespace jangteo::contracts

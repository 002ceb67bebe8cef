#include "inventory/out/sql_stock_reads.hpp"

#include <algorithm>

#include "contracts/codec/shape.hpp"

namespace jangteo::inventory {
namespace {

#define UNIT_COLUMNS                                                                          \
    "SELECT sku_id, product_id, enterprise_id, sku_code, on_hand, reserved, low_stock, low, " \
    "initial, restocked, "                                                                    \
    "adjusted, restored, deducted, written_off, version FROM inventory_stock_unit "

const sql::Query one_unit{UNIT_COLUMNS "WHERE sku_id = ?"};
const sql::Query units_of_enterprise{
    UNIT_COLUMNS "WHERE enterprise_id = ? AND sku_id > ? ORDER BY sku_id LIMIT ?"};
const sql::Query low_units_of_enterprise{
    UNIT_COLUMNS "WHERE low = 1 AND enterprise_id = ? AND sku_id > ? ORDER BY sku_id LIMIT ?"};
// A product has at most a hundred SKUs.
const sql::Query units_of_product{UNIT_COLUMNS
                                  "WHERE product_id = ? AND sku_id > ? ORDER BY sku_id LIMIT ?"};
const sql::Query low_units_of_product{
    UNIT_COLUMNS "WHERE product_id = ? AND sku_id > ? AND low = 1 ORDER BY sku_id LIMIT ?"};

#undef UNIT_COLUMNS

const sql::Query movements_of_unit{
    "SELECT id, sku_id, kind, quantity, on_hand, reason, member_id, order_id, moved_at FROM "
    "inventory_movement "
    "WHERE sku_id = ? AND id < ? ORDER BY id DESC LIMIT ?"};

const sql::Query available_of_product{
    "SELECT sku_id, on_hand - reserved FROM inventory_stock_unit WHERE product_id = ? AND listed = "
    "1 ORDER BY sku_id"};

contracts::StockUnitAnswer unit_of(const sql::Rows& rows) {
    contracts::StockUnitAnswer unit;
    unit.sku_id = rows.id<SkuId>(0);
    unit.product_id = rows.id<ProductId>(1);
    unit.enterprise_id = rows.id<EnterpriseId>(2);
    unit.sku_code = rows.text(3);
    unit.on_hand = rows.integer(4);
    unit.reserved = rows.integer(5);
    unit.available = unit.on_hand - unit.reserved;
    unit.low_stock = rows.integer(6);
    unit.low = rows.integer(7) != 0;
    unit.initial = rows.integer(8);
    unit.restocked = rows.integer(9);
    unit.adjusted = rows.integer(10);
    unit.restored = rows.integer(11);
    unit.deducted = rows.integer(12);
    unit.written_off = rows.integer(13);
    unit.version = rows.integer(14);
    return unit;
}

contracts::StockMovementAnswer movement_of(const sql::Rows& rows) {
    contracts::StockMovementAnswer movement;
    movement.id = rows.id<MovementId>(0);
    movement.sku_id = rows.id<SkuId>(1);
    movement.kind = codec::parse_enum<contracts::StockMovementKind>(rows.text(2))
                        .value_or(contracts::StockMovementKind::adjust);
    movement.quantity = rows.integer(3);
    movement.on_hand = rows.integer(4);
    movement.reason = rows.text(5);
    if (!rows.is_null(6)) movement.member_id = rows.id<MemberId>(6);
    if (!rows.is_null(7)) movement.order_id = rows.id<OrderId>(7);
    movement.moved_at = rows.time(8);
    return movement;
}

}  // namespace

std::optional<contracts::StockUnitAnswer> SqlStockReads::unit(sql::Connection& db,
                                                              const SkuId& id) {
    auto rows = db.query(one_unit, {id});
    if (!rows.next()) return std::nullopt;
    return unit_of(rows);
}

std::vector<contracts::StockUnitAnswer> SqlStockReads::units(sql::Connection& db,
                                                             const StockUnitFilter& filter) {
    std::vector<contracts::StockUnitAnswer> units;
    sql::Bytes after{filter.after};
    auto read = [&](const sql::Query& query, const sql::Value& of) {
        auto rows = db.query(query, {of, after, filter.limit});
        while (rows.next()) {
            auto unit = unit_of(rows);
            if (!filter.enterprise_id || unit.enterprise_id == *filter.enterprise_id)
                units.push_back(std::move(unit));
        }
    };
    if (filter.product_id) {
        read(filter.only_low ? low_units_of_product : units_of_product, *filter.product_id);
    } else if (filter.enterprise_id) {
        read(filter.only_low ? low_units_of_enterprise : units_of_enterprise,
             *filter.enterprise_id);
    }
    return units;
}

std::vector<contracts::StockMovementAnswer> SqlStockReads::movements(sql::Connection& db,
                                                                     const SkuId& id,
                                                                     std::string_view after,
                                                                     std::int64_t limit) {
    std::string newest(16, '\xff');
    auto rows =
        db.query(movements_of_unit, {id, sql::Bytes{after.empty() ? newest : after}, limit});
    std::vector<contracts::StockMovementAnswer> movements;
    while (rows.next()) movements.push_back(movement_of(rows));
    return movements;
}

std::vector<contracts::VariantAvailability> SqlStockReads::availability(sql::Connection& db,
                                                                        const ProductId& product) {
    auto rows = db.query(available_of_product, {product});
    std::vector<contracts::VariantAvailability> variants;
    while (rows.next()) {
        std::int64_t available = rows.integer(1);
        variants.push_back({rows.id<SkuId>(0), available > 0,
                            std::min(available, contracts::available_shown_max)});
    }
    return variants;
}

}  // namespace jangteo::inventory

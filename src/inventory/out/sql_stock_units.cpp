#include "inventory/out/sql_stock_units.hpp"

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::inventory {
namespace {

const sql::Query find_unit{
    "SELECT version, on_hand, reserved, low_stock, initial, restocked, adjusted, restored, "
    "deducted, written_off, "
    "product_id, enterprise_id FROM inventory_stock_unit WHERE sku_id = ?"};

const sql::Query save_unit{
    "UPDATE inventory_stock_unit SET version = version + 1, on_hand = ?, reserved = ?, low_stock = "
    "?, restocked = ?, "
    "adjusted = ?, restored = ?, deducted = ?, written_off = ?, low = ? WHERE sku_id = ? AND "
    "version = ?"};

const sql::Query hold_units{
    "UPDATE inventory_stock_unit SET version = version + 1, reserved = reserved + ? "
    "WHERE sku_id = ? AND on_hand - reserved >= ?"};

const sql::Query commit_units{
    "UPDATE inventory_stock_unit SET version = version + 1, on_hand = on_hand - ?, reserved = "
    "reserved - ?, "
    "deducted = deducted + ? WHERE sku_id = ? AND reserved >= ?"};

const sql::Query set_low{"UPDATE inventory_stock_unit SET low = ? WHERE sku_id = ?"};

const sql::Query offer_unit{
    "INSERT INTO inventory_stock_unit (sku_id, version, on_hand, reserved, low_stock, initial, "
    "restocked, adjusted, "
    "restored, deducted, written_off, low, listed, product_id, enterprise_id, sku_code) "
    "VALUES (?, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, ?, ?, ?) "
    "ON CONFLICT (sku_id) DO UPDATE SET sku_code = excluded.sku_code"};

const sql::Query list_product{
    "UPDATE inventory_stock_unit SET listed = ? WHERE product_id = ? AND listed <> ?"};

[[noreturn]] void changed_meanwhile() {
    throw Fault(FaultKind::retry_now, "a stock unit changed meanwhile");
}

void change_one(sql::Connection& db, const sql::Query& query,
                std::initializer_list<sql::Value> values) {
    db.execute_expecting(query, values, {1, changed_meanwhile});
}

}  // namespace

std::optional<StockUnit> SqlStockUnits::find(sql::Connection& db, const SkuId& id) {
    auto rows = db.query(find_unit, {id});
    if (!rows.next()) return std::nullopt;
    StockUnit unit;
    unit.id = id;
    unit.version = rows.integer(0);
    unit.on_hand = rows.integer(1);
    unit.reserved = rows.integer(2);
    unit.low_stock = rows.integer(3);
    unit.initial = rows.integer(4);
    unit.restocked = rows.integer(5);
    unit.adjusted = rows.integer(6);
    unit.restored = rows.integer(7);
    unit.deducted = rows.integer(8);
    unit.written_off = rows.integer(9);
    unit.product_id = rows.id<ProductId>(10);
    unit.enterprise_id = rows.id<EnterpriseId>(11);
    return unit;
}

void SqlStockUnits::save(sql::Connection& db, StockUnit& unit) {
    check(unit.holds_invariants(), "a stock unit is whole before it is saved");
    change_one(db, save_unit,
               {unit.on_hand, unit.reserved, unit.low_stock, unit.restocked, unit.adjusted,
                unit.restored, unit.deducted, unit.written_off, unit.low(), unit.id, unit.version});
    ++unit.version;
}

void SqlStockUnits::hold(sql::Connection& db, const SkuId& id, std::int64_t quantity) {
    change_one(db, hold_units, {quantity, id, quantity});
}

void SqlStockUnits::commit(sql::Connection& db, const SkuId& id, std::int64_t quantity) {
    change_one(db, commit_units, {quantity, quantity, quantity, id, quantity});
}

void SqlStockUnits::mark_low(sql::Connection& db, const StockUnit& unit) {
    db.execute(set_low, {unit.low(), unit.id});
}

void SqlStockUnits::offer(sql::Connection& db, const Offer& offer) {
    db.execute(offer_unit, {offer.sku_id, offer.product_id, offer.enterprise_id, offer.sku_code});
}

void SqlStockUnits::list(sql::Connection& db, const ProductId& product, bool listed) {
    db.execute(list_product, {listed, product, listed});
}

}  // namespace jangteo::inventory

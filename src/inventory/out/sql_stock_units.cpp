#include "inventory/out/sql_stock_units.hpp"

#include "kernel/check.hpp"
#include "runtime/known_rows.hpp"

namespace jangteo::inventory {
namespace {

const sql::Query find_unit{
    "SELECT version, on_hand, reserved, low_stock, initial, restocked, adjusted, restored, "
    "deducted, written_off, product_id, enterprise_id FROM inventory_stock_unit WHERE sku_id = ?",
    sql::Query::Waiting::ignored};

// `low` is kept beside the counters for the sellers' list of what runs out.
const sql::Query save_unit{
    "UPDATE inventory_stock_unit SET version = ?, on_hand = ?, reserved = ?, low_stock = ?, "
    "restocked = ?, adjusted = ?, restored = ?, deducted = ?, written_off = ?, low = ? "
    "WHERE sku_id = ? AND version = ?",
    sql::Query::Waiting::ignored};

const sql::Query offer_unit{
    "INSERT INTO inventory_stock_unit (sku_id, version, on_hand, reserved, low_stock, initial, "
    "restocked, adjusted, "
    "restored, deducted, written_off, low, listed, product_id, enterprise_id, sku_code) "
    "VALUES (?, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, ?, ?, ?) "
    "ON CONFLICT (sku_id) DO UPDATE SET sku_code = excluded.sku_code"};

const sql::Query list_product{
    "UPDATE inventory_stock_unit SET listed = ? WHERE product_id = ? AND listed <> ?"};

StockUnit unit_of(const SkuId& id, const sql::Rows& row) {
    StockUnit unit;
    unit.id = id;
    unit.version = row.integer(0);
    unit.on_hand = row.integer(1);
    unit.reserved = row.integer(2);
    unit.low_stock = row.integer(3);
    unit.initial = row.integer(4);
    unit.restocked = row.integer(5);
    unit.adjusted = row.integer(6);
    unit.restored = row.integer(7);
    unit.deducted = row.integer(8);
    unit.written_off = row.integer(9);
    unit.product_id = row.id<ProductId>(10);
    unit.enterprise_id = row.id<EnterpriseId>(11);
    return unit;
}

}  // namespace

// Units are made by offers, never here.
class SqlStockUnits::Known final : public runtime::KnownRows<StockUnit> {
  public:
    Known() : KnownRows("inventory_stock_unit", "sku_id") {}

  private:
    void insert(sql::Connection&, std::span<const StockUnit* const> units) override {
        check(units.empty(), "a stock unit is there before it is saved");
    }
    void update(sql::Connection& db, const StockUnit& unit, std::int64_t stored) override {
        db.execute_expecting(save_unit,
                             {unit.version, unit.on_hand, unit.reserved, unit.low_stock,
                              unit.restocked, unit.adjusted, unit.restored, unit.deducted,
                              unit.written_off, unit.low(), unit.id, stored},
                             {1, throw_changed_meanwhile});
    }
};

SqlStockUnits::SqlStockUnits() : known_(std::make_shared<Known>()) {}

std::optional<StockUnit> SqlStockUnits::find(sql::Connection& db, const SkuId& id) {
    return known_->find(db, id, [&]() -> std::optional<StockUnit> {
        auto rows = db.query(find_unit, {id});
        if (!rows.next()) return std::nullopt;
        return unit_of(id, rows);
    });
}

void SqlStockUnits::save(sql::Connection& db, StockUnit& unit) {
    check(unit.holds_invariants(), "a stock unit is whole before it is saved");
    known_->save(db, unit);
}

void SqlStockUnits::offer(sql::Connection& db, const Offer& offer) {
    db.execute(offer_unit, {offer.sku_id, offer.product_id, offer.enterprise_id, offer.sku_code});
}

void SqlStockUnits::list(sql::Connection& db, const ProductId& product, bool listed) {
    db.execute(list_product, {listed, product, listed});
}

}  // namespace jangteo::inventory

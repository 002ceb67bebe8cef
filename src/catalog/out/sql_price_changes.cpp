#include "catalog/out/sql_price_changes.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query insert_change{
    "INSERT INTO catalog_price_change (sku_id, product_version, currency_from, price_from, "
    "currency_to, price_to, "
    "changed_by, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
const sql::Query select_changes{
    "SELECT product_version, currency_from, price_from, currency_to, price_to, changed_by, "
    "changed_at "
    "FROM catalog_price_change WHERE sku_id = ? AND product_version < ? ORDER BY product_version "
    "DESC LIMIT ?"};

Money money_of(const sql::Rows& rows, int column) {
    return {rows.integer(column + 1), parse_currency(rows.text(column)).value_or(Currency::KRW)};
}

}  // namespace

void SqlPriceChanges::add(sql::Connection& db, const PriceChange& change) {
    db.execute(insert_change, {change.sku_id, change.product_version, text_of(change.from.currency),
                               change.from.amount, text_of(change.to.currency), change.to.amount,
                               change.changed_by, change.changed_at});
}

std::vector<PriceChange> SqlPriceChanges::list(sql::Connection& db, const SkuId& sku,
                                               std::int64_t before_version, std::int64_t limit) {
    auto rows = db.query(select_changes, {sku, before_version, limit});
    std::vector<PriceChange> changes;
    while (rows.next()) {
        changes.push_back({sku, money_of(rows, 1), money_of(rows, 3), rows.id<MemberId>(5),
                           rows.time(6), rows.integer(0)});
    }
    return changes;
}

}  // namespace jangteo::catalog

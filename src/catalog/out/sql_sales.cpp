#include "catalog/out/sql_sales.hpp"

namespace jangteo::catalog {
namespace {

const sql::Insert add_sale{
    "catalog_sale", {"id", "version", "body"}, "ON CONFLICT (id) DO NOTHING"};
const sql::Query select_sale{"SELECT version, body FROM catalog_sale WHERE id = ?"};
const sql::Query last_position{"SELECT max(position) FROM catalog_sale"};
const sql::Query position_of{"SELECT position FROM catalog_sale WHERE id = ?"};
const sql::Query select_folded{"SELECT folded FROM catalog_sale_fold WHERE id = 1"};
const sql::Query update_folded{"UPDATE catalog_sale_fold SET folded = ? WHERE id = 1"};
const sql::Query select_after{
    "SELECT position, version, body FROM catalog_sale WHERE position > ? ORDER BY position"};
const sql::Query add_statistics{
    "INSERT INTO catalog_statistics (product_id, currency, orders, units, revenue) VALUES (?, ?, "
    "?, ?, ?) "
    "ON CONFLICT (product_id, currency) DO UPDATE SET "
    "orders = catalog_statistics.orders + excluded.orders, "
    "units = catalog_statistics.units + excluded.units, "
    "revenue = catalog_statistics.revenue + excluded.revenue"};
const sql::Query select_statistics{
    "SELECT currency, orders, units, revenue FROM catalog_statistics WHERE product_id = ?"};

const sql::Query upsert_stock{
    "INSERT INTO catalog_stock (product_id, sku_id, in_stock, low) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (product_id, sku_id) DO UPDATE SET in_stock = excluded.in_stock, low = "
    "excluded.low"};
const sql::Query sum_stock{
    "SELECT coalesce(sum(in_stock), 0), coalesce(sum(low), 0) FROM catalog_stock WHERE product_id "
    "= ?"};

// A fold between two of the statements would count orders twice or not at all.
class Snapshot {
  public:
    explicit Snapshot(sql::Connection& db) : db_(db) { db_.begin(); }
    ~Snapshot() { db_.rollback(); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    sql::Connection& db_;
};

void write(sql::Connection& db, const SaleCounts& counts) {
    for (const auto& [key, count] : counts) {
        db.execute(add_statistics,
                   {key.first, text_of(key.second), count.orders, count.units, count.revenue});
    }
}

}  // namespace

// How many sales a connection knows to be not folded yet. Repeated ones count too.
class SqlSales::Unfolded final : public sql::Known {
  public:
    const sql::Table& table() const override { return table_; }
    void write(sql::Connection&) override {}
    void forget() override { count.reset(); }

    std::optional<std::int64_t> count;

  private:
    sql::Table table_{"catalog_sale"};
};

SqlSales::SqlSales()
    : documents_("catalog_sale", {}, [](const auto&, auto&) {}),
      unfolded_(std::make_shared<Unfolded>()) {}

std::optional<Sale> SqlSales::find(sql::Connection& db, const OrderId& order) {
    auto rows = db.query(select_sale, {order});
    if (!rows.next()) return std::nullopt;
    return documents_.decode(rows.integer(0), rows.bytes(1));
}

void SqlSales::add(sql::Connection& db, const Sale& sale) {
    if (!unfolded_->count) {
        unfolded_->count =
            sql::integer_of(db.query(last_position)) - sql::integer_of(db.query(select_folded));
        db.remember(unfolded_);
    }
    db.insert(add_sale, {sale.id, 1, sql::Bytes{codec::encode_avro(sale)}});
    if (++*unfolded_->count >= fold_every) fold(db);
}

void SqlSales::fold(sql::Connection& db) {
    std::int64_t folded = sql::integer_of(db.query(select_folded));
    SaleCounts counts;
    {
        auto rows = db.query(select_after, {folded});
        while (rows.next()) {
            folded = rows.integer(0);
            for (const auto& [key, count] :
                 documents_.decode(rows.integer(1), rows.bytes(2)).counts()) {
                counts[key] += count;
            }
        }
    }
    write(db, counts);
    db.execute(update_folded, {folded});
}

void SqlSales::save(sql::Connection& db, Sale& sale, const SaleCounts& changes) {
    documents_.save(db, sale);
    // Until it is folded the row itself is what counts.
    bool folded = sql::integer_of(db.query(position_of, {sale.id})) <=
                  sql::integer_of(db.query(select_folded));
    if (folded) write(db, changes);
}

std::map<Currency, SaleCount> SqlSales::statistics(sql::Connection& db, const ProductId& product) {
    Snapshot snapshot(db);
    std::map<Currency, SaleCount> statistics;
    {
        auto rows = db.query(select_statistics, {product});
        while (rows.next()) {
            auto currency = parse_currency(rows.text(0)).value_or(Currency::KRW);
            statistics[currency] += {rows.integer(1), rows.integer(2), rows.integer(3)};
        }
    }
    std::int64_t folded = sql::integer_of(db.query(select_folded));
    auto rows = db.query(select_after, {folded});
    while (rows.next()) {
        for (const auto& [key, count] :
             documents_.decode(rows.integer(1), rows.bytes(2)).counts()) {
            if (key.first == product) statistics[key.second] += count;
        }
    }
    return statistics;
}

void SqlStockNews::set(sql::Connection& db, const Level& level) {
    db.execute(upsert_stock, {level.product_id, level.sku_id, level.in_stock, level.low});
}

StockSummary SqlStockNews::summary(sql::Connection& db, const ProductId& product) {
    auto rows = db.query(sum_stock, {product});
    if (!rows.next()) return {};
    return {rows.integer(0), rows.integer(1)};
}

}  // namespace jangteo::catalog

#include "catalog/out/sql_sales.hpp"

#include <algorithm>

#include "kernel/check.hpp"

namespace jangteo::catalog {
namespace {

const sql::Insert add_sale{
    "catalog_order_sale", {"id_head", "version", "body"}, "ON CONFLICT (id_head) DO NOTHING"};
const sql::Query select_sale{"SELECT version, body FROM catalog_order_sale WHERE id_head = ?"};
const sql::Query select_folded{"SELECT folded FROM catalog_sales_folded"};
const sql::Query update_folded{"UPDATE catalog_sales_folded SET folded = ?"};
const sql::Query count_after{"SELECT count(*) FROM catalog_order_sale WHERE id_head > ?"};
const sql::Query select_after{
    "SELECT version, body FROM catalog_order_sale WHERE id_head > ? ORDER BY id_head"};
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

// The head of the newest sale that is.
std::int64_t folded(sql::Connection& db) {
    auto rows = db.query(select_folded);
    check(rows.next(), "the sales say how far they are folded");
    return rows.integer(0);
}

void write(sql::Connection& db, const SaleCounts& counts) {
    for (const auto& [key, count] : counts) {
        db.execute(add_statistics,
                   {key.first, text_of(key.second), count.orders, count.units, count.revenue});
    }
}

}  // namespace

// What a connection knows of the sales that are not folded yet.
class SqlSales::Unfolded final : public sql::Known {
  public:
    const sql::Table& table() const override { return table_; }
    void write(sql::Connection&) override {}
    void forget() override { folded.reset(); }

    void begin_at(std::int64_t head, std::int64_t sales_behind) {
        folded = newest = head;
        count = sales_behind;
        counts.reset();
        if (count == 0) counts.emplace();
    }

    void add(const Sale& sale) {
        ++count;
        // It may have been added before.
        if (sale.id.head() <= newest) counts.reset();
        newest = std::max(newest, sale.id.head());
        if (counts) add(sale.counts());
    }

    void add(const SaleCounts& more) {
        for (const auto& [key, count_of_it] : more) (*counts)[key] += count_of_it;
    }

    std::optional<std::int64_t> folded;
    std::int64_t count = 0;            // of those behind it; repeated ones too
    std::int64_t newest = 0;           // the head of the newest of them
    std::optional<SaleCounts> counts;  // their sum; none: the store has to be asked

  private:
    sql::Table table_{"catalog_order_sale"};
};

SqlSales::SqlSales()
    : documents_(
          "catalog_order_sale", {}, [](const auto&, auto&) {}, runtime::KeyedBy::head),
      unfolded_(std::make_shared<Unfolded>()) {}

std::optional<Sale> SqlSales::find(sql::Connection& db, const OrderId& order) {
    auto rows = db.query(select_sale, {order.head()});
    if (!rows.next()) return std::nullopt;
    return documents_.decode(rows.integer(0), rows.bytes(1));
}

void SqlSales::add(sql::Connection& db, const Sale& sale) {
    if (!unfolded_->folded) {
        const std::int64_t head = folded(db);
        unfolded_->begin_at(head, sql::integer_of(db.query(count_after, {head})));
        db.remember(unfolded_);
    }
    // Orders come in the order of their ids, but for few. What comes late is counted at once.
    const bool is_late = sale.id.head() <= *unfolded_->folded;
    if (is_late && find(db, sale.id)) return;
    db.insert(add_sale, {sale.id.head(), 1, sql::Bytes{codec::encode_avro(sale)}});
    if (is_late) return write(db, sale.counts());
    unfolded_->add(sale);
    if (unfolded_->count >= fold_every) fold(db);
}

void SqlSales::fold(sql::Connection& db) {
    if (!unfolded_->counts) {
        unfolded_->counts.emplace();
        auto rows = db.query(select_after, {*unfolded_->folded});
        while (rows.next()) {
            const Sale sale = documents_.decode(rows.integer(0), rows.bytes(1));
            unfolded_->add(sale.counts());
            unfolded_->newest = std::max(unfolded_->newest, sale.id.head());
        }
    }
    write(db, *unfolded_->counts);
    db.execute(update_folded, {unfolded_->newest});
    unfolded_->begin_at(unfolded_->newest, 0);
}

void SqlSales::save(sql::Connection& db, Sale& sale, const SaleCounts& changes) {
    documents_.save(db, sale);
    // Until it is folded the row itself is what counts.
    if (sale.id.head() <= folded(db)) {
        write(db, changes);
    } else if (unfolded_->folded && unfolded_->counts) {
        unfolded_->add(changes);
    }
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
    auto rows = db.query(select_after, {folded(db)});
    while (rows.next()) {
        for (const auto& [key, count] :
             documents_.decode(rows.integer(0), rows.bytes(1)).counts()) {
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

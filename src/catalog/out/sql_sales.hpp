#pragma once

#include "catalog/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::catalog {

// An order appends one row. Every `fold_every` rows the last ones are summed into the statistics of
// their products, so that reading statistics looks at fewer than that many rows and an order never
// writes a row per product.
class SqlSales : public Sales {
  public:
    static constexpr std::int64_t fold_every = 256;

    SqlSales();
    std::optional<Sale> find(sql::Connection& db, const OrderId& order) override;
    void add(sql::Connection& db, const Sale& sale) override;
    void save(sql::Connection& db, Sale& sale, const SaleCounts& changes) override;
    std::map<Currency, SaleCount> statistics(sql::Connection& db,
                                             const ProductId& product) override;

  private:
    class Unfolded;

    void fold(sql::Connection& db);

    runtime::Documents<Sale> documents_;
    std::shared_ptr<Unfolded> unfolded_;
};

class SqlStockNews : public StockNews {
  public:
    void set(sql::Connection& db, const Level& level) override;
    StockSummary summary(sql::Connection& db, const ProductId& product) override;
};

}  // namespace jangteo::catalog

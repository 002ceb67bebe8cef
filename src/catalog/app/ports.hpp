#pragma once

// What the use cases of the catalog need of the store. One lane thread writes; reads may come from
// any thread with a connection of its own.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/category.hpp"
#include "catalog/domain/product.hpp"
#include "catalog/domain/sale.hpp"
#include "runtime/sql.hpp"

namespace jangteo::catalog {

class Categories {
  public:
    virtual ~Categories() = default;
    virtual std::optional<Category> find(sql::Connection& db, const CategoryId& id) = 0;
    virtual std::optional<Category> find_by_slug(sql::Connection& db, std::string_view slug) = 0;
    // Every category in reading order: each right before its descendants, siblings by position,
    // then slug.
    virtual std::vector<Category> tree(sql::Connection& db) = 0;
    virtual std::vector<Category> children(sql::Connection& db, const CategoryId& parent) = 0;
    virtual std::int64_t count(sql::Connection& db) = 0;
    virtual void add(sql::Connection& db, Category& category) = 0;
    virtual void save(sql::Connection& db, Category& category) = 0;
};

// The catalog's own copy of who may list products.
class Enterprises {
  public:
    virtual ~Enterprises() = default;
    virtual bool is_verified(sql::Connection& db, const EnterpriseId& id) = 0;
    virtual void verify(sql::Connection& db, const EnterpriseId& id, std::string_view name) = 0;
    virtual void reject(sql::Connection& db, const EnterpriseId& id) = 0;
};

// Saving a product also renders its page and lists it under its seller and all ancestors of its
// category, so that reading needs neither.
class Products {
  public:
    virtual ~Products() = default;
    virtual std::optional<Product> find(sql::Connection& db, const ProductId& id) = 0;
    virtual void add(sql::Connection& db, Product& product) = 0;
    // `before` is as it was read.
    virtual void save(sql::Connection& db, const Product& before, Product& after) = 0;
    // The SKU that has this code in the enterprise, or none.
    virtual std::optional<SkuId> find_code(sql::Connection& db, const EnterpriseId& enterprise,
                                           std::string_view sku_code) = 0;
    virtual std::vector<ProductId> active_of(sql::Connection& db, const EnterpriseId& enterprise,
                                             std::int64_t limit) = 0;
};

struct PriceChange {
    SkuId sku_id;
    Money from;
    Money to;
    MemberId changed_by;
    Timestamp changed_at;
    std::int64_t product_version = 0;
};

class PriceChanges {
  public:
    virtual ~PriceChanges() = default;
    virtual void add(sql::Connection& db, const PriceChange& change) = 0;
    // Newest first; `before_version` is the product version of the last one seen.
    virtual std::vector<PriceChange> list(sql::Connection& db, const SkuId& sku,
                                          std::int64_t before_version, std::int64_t limit) = 0;
};

// Orders' lines, one row an order, and the statistics that they are folded into from time to time.
class Sales {
  public:
    virtual ~Sales() = default;
    virtual std::optional<Sale> find(sql::Connection& db, const OrderId& order) = 0;
    // Nothing happens when the order is known.
    virtual void add(sql::Connection& db, const Sale& sale) = 0;
    // `changes` is the difference to what was stored before.
    virtual void save(sql::Connection& db, Sale& sale, const SaleCounts& changes) = 0;
    virtual std::map<Currency, SaleCount> statistics(sql::Connection& db,
                                                     const ProductId& product) = 0;
};

struct StockSummary {
    std::int64_t skus_in_stock = 0;
    std::int64_t skus_low = 0;
};

// What inventory last said of each SKU.
class StockNews {
  public:
    virtual ~StockNews() = default;
    struct Level {
        SkuId sku_id;
        ProductId product_id;
        bool in_stock = false;
        bool low = false;
    };
    virtual void set(sql::Connection& db, const Level& level) = 0;
    virtual StockSummary summary(sql::Connection& db, const ProductId& product) = 0;
};

}  // namespace jangteo::catalog

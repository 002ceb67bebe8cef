#pragma once

#include "catalog/out/cached_product_pages.hpp"
#include "runtime/documents.hpp"

namespace jangteo::catalog {

class SqlProducts : public Products {
  public:
    SqlProducts(Categories& categories, CachedProductPages& pages);
    std::optional<Product> find(sql::Connection& db, const ProductId& id) override;
    void add(sql::Connection& db, Product& product) override;
    void save(sql::Connection& db, const Product& before, Product& after) override;
    std::optional<SkuId> find_code(sql::Connection& db, const EnterpriseId& enterprise,
                                   std::string_view sku_code) override;
    std::vector<ProductId> active_of(sql::Connection& db, const EnterpriseId& enterprise,
                                     std::int64_t limit) override;

  private:
    void render(sql::Connection& db, const Product& product);
    void list(sql::Connection& db, const Product& product);
    void unlist(sql::Connection& db, const Product& product);
    std::vector<Uuid> scopes_of(sql::Connection& db, const Product& product);

    runtime::Documents<Product> documents_;
    Categories& categories_;
    CachedProductPages& pages_;
};

}  // namespace jangteo::catalog

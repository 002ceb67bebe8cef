#pragma once

#include "catalog/app/reads.hpp"

namespace jangteo::catalog {

class SqlProductLists : public ProductLists {
  public:
    ListedProducts list(sql::Connection& db, const ProductFilter& filter, std::string_view after,
                        std::int64_t limit) override;
    contracts::ProductFacets facets(sql::Connection& db, const ProductFilter& filter) override;
    ListedProducts list_own(sql::Connection& db, const EnterpriseId& enterprise,
                            std::optional<ProductStatus> status, std::string_view after,
                            std::int64_t limit) override;
};

}  // namespace jangteo::catalog

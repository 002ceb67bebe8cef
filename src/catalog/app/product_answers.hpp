#pragma once

// Products and categories as the contracts say them.

#include "catalog/domain/category.hpp"
#include "catalog/domain/product.hpp"
#include "contracts/catalog/products.hpp"

namespace jangteo::catalog {

contracts::ProductStatus published(ProductStatus status);
ProductStatus status_of(contracts::ProductStatus status);

contracts::LocalText answer_of(const LocalText& text);
contracts::CategoryAnswer answer_of(const Category& category);
contracts::ProductAnswer answer_of(const Product& product);
contracts::ProductSummary summary_of(const Product& product);

}  // namespace jangteo::catalog

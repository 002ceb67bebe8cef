#pragma once

// ChangeVariant: the seller's code and the option values of one SKU. Its price has a use case of
// its own.

#include "catalog/app/own_product.hpp"

namespace jangteo::catalog {

struct ChangeVariant {
    ProductTarget target;
    SkuId sku_id;
    VariantChange change;
};

class ChangeVariantHandler {
  public:
    explicit ChangeVariantHandler(Products& products) : products_(products) {}

    std::expected<Product, ProductRejection> handle(runtime::Transaction& tx,
                                                    const ChangeVariant& command);

  private:
    Products& products_;
};

}  // namespace jangteo::catalog

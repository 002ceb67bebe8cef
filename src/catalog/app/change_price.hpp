#pragma once

// ChangePrice: of one SKU, with its history. Orders accepted before keep the price they were
// accepted at.

#include "catalog/app/own_product.hpp"

namespace jangteo::catalog {

struct ChangePrice {
    ProductTarget target;
    SkuId sku_id;
    Money price;
    MemberId changed_by;
};

class ChangePriceHandler {
  public:
    ChangePriceHandler(Products& products, PriceChanges& changes)
        : products_(products), changes_(changes) {}

    // The same price again changes nothing.
    std::expected<Product, ProductRejection> handle(runtime::Transaction& tx,
                                                    const ChangePrice& command);

  private:
    Products& products_;
    PriceChanges& changes_;
};

}  // namespace jangteo::catalog

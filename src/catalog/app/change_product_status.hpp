#pragma once

// ChangeProductStatus: on sale, off sale, gone. Only a verified enterprise puts something on sale.

#include "catalog/app/own_product.hpp"

namespace jangteo::catalog {

struct ChangeProductStatus {
    ProductTarget target;
    ProductStatus status = ProductStatus::draft;
};

class ChangeProductStatusHandler {
  public:
    ChangeProductStatusHandler(Products& products, Enterprises& enterprises)
        : products_(products), enterprises_(enterprises) {}

    std::expected<Product, ProductRejection> handle(runtime::Transaction& tx,
                                                    const ChangeProductStatus& command);

  private:
    Products& products_;
    Enterprises& enterprises_;
};

// Stores and announces a new status.
void save_status(runtime::Transaction& tx, Products& products, const Product& before,
                 Product& after);

}  // namespace jangteo::catalog

#pragma once

// AddVariants: more SKUs of a product. An option value that no axis has yet is added to its axis
// first, with ChangeProduct.

#include "catalog/app/own_product.hpp"

namespace jangteo::catalog {

struct AddVariants {
    ProductTarget target;
    std::vector<NewVariant> variants;
};

class AddVariantsHandler {
  public:
    explicit AddVariantsHandler(Products& products) : products_(products) {}

    std::expected<Product, ProductRejection> handle(runtime::Transaction& tx,
                                                    const AddVariants& command);

  private:
    Products& products_;
};

}  // namespace jangteo::catalog

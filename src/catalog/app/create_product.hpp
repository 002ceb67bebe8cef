#pragma once

// CreateProduct: a verified enterprise lists a product, as a draft or on sale at once.

#include "catalog/app/own_product.hpp"

namespace jangteo::catalog {

struct CreateProduct {
    EnterpriseId enterprise_id;
    ProductDetails details;
    std::vector<NewVariant> variants;
    ProductStatus status = ProductStatus::draft;
};

class CreateProductHandler {
  public:
    CreateProductHandler(Products& products, Categories& categories, Enterprises& enterprises)
        : products_(products), categories_(categories), enterprises_(enterprises) {}

    std::expected<Product, ProductRejection> handle(runtime::Transaction& tx,
                                                    const CreateProduct& command);

  private:
    Products& products_;
    Categories& categories_;
    Enterprises& enterprises_;
};

}  // namespace jangteo::catalog

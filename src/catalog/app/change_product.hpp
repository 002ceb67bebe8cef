#pragma once

// ChangeProduct: names, description, category, options, attributes, images. What is left out stays.

#include "catalog/app/own_product.hpp"

namespace jangteo::catalog {

struct ChangeProduct {
    ProductTarget target;
    std::optional<CategoryId> category_id;
    std::optional<LocalText> name;
    std::optional<LocalText> description;
    std::optional<std::vector<OptionAxis>> options;
    std::optional<std::map<std::string, std::string>> attributes;
    std::optional<std::vector<std::string>> images;
};

class ChangeProductHandler {
  public:
    ChangeProductHandler(Products& products, Categories& categories)
        : products_(products), categories_(categories) {}

    std::expected<Product, ProductRejection> handle(runtime::Transaction& tx,
                                                    const ChangeProduct& command);

  private:
    Products& products_;
    Categories& categories_;
};

}  // namespace jangteo::catalog

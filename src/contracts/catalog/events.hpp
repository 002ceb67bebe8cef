#pragma once

// Published on catalog.events. Product events are keyed by the product.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/money.hpp"

namespace jangteo::contracts {

enum class ProductStatus { draft, active, inactive, deleted };
BOOST_DESCRIBE_ENUM(ProductStatus, draft, active, inactive, deleted)

struct CategoryCreated {
    static constexpr std::string_view topic = "catalog.events";
    CategoryId category_id;
    std::optional<CategoryId> parent_id;
    std::string slug;
    std::string name_ko;
    std::string name_en;
};
BOOST_DESCRIBE_STRUCT(CategoryCreated, (), (category_id, parent_id, slug, name_ko, name_en))

struct VariantOffer {
    SkuId sku_id;
    std::string sku_code;     // the seller's own
    std::string option_text;  // e.g. "빨강 / L", empty for a product without options
    Money price;
};
BOOST_DESCRIBE_STRUCT(VariantOffer, (), (sku_id, sku_code, option_text, price))

// All that a listener needs to sell the product.
struct ProductCreated {
    static constexpr std::string_view topic = "catalog.events";
    ProductId product_id;
    EnterpriseId enterprise_id;
    CategoryId category_id;
    ProductStatus status = ProductStatus::draft;
    std::string name_ko;
    std::string name_en;
    std::vector<VariantOffer> variants;
};
BOOST_DESCRIBE_STRUCT(ProductCreated, (),
                      (product_id, enterprise_id, category_id, status, name_ko, name_en, variants))

// Anything but status and price changed; carries the whole offer again, variants added included.
struct ProductUpdated {
    static constexpr std::string_view topic = "catalog.events";
    ProductId product_id;
    EnterpriseId enterprise_id;
    CategoryId category_id;
    ProductStatus status = ProductStatus::draft;
    std::string name_ko;
    std::string name_en;
    std::vector<VariantOffer> variants;
};
BOOST_DESCRIBE_STRUCT(ProductUpdated, (),
                      (product_id, enterprise_id, category_id, status, name_ko, name_en, variants))

struct ProductStatusChanged {
    static constexpr std::string_view topic = "catalog.events";
    ProductId product_id;
    EnterpriseId enterprise_id;
    ProductStatus from = ProductStatus::draft;
    ProductStatus to = ProductStatus::draft;
    std::vector<SkuId> sku_ids;
};
BOOST_DESCRIBE_STRUCT(ProductStatusChanged, (), (product_id, enterprise_id, from, to, sku_ids))

struct ProductPriceChanged {
    static constexpr std::string_view topic = "catalog.events";
    ProductId product_id;
    SkuId sku_id;
    Money from;
    Money to;
};
BOOST_DESCRIBE_STRUCT(ProductPriceChanged, (), (product_id, sku_id, from, to))

}  // namespace jangteo::contracts

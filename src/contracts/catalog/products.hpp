#pragma once

// HTTP bodies of the products, as sellers write and everyone reads them.

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/catalog/categories.hpp"
#include "contracts/catalog/events.hpp"
#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

struct LocalDescription {
    Text<0, 10'000> ko;
    Text<0, 10'000> en;
};
BOOST_DESCRIBE_STRUCT(LocalDescription, (), (ko, en))

using OptionValue = Text<1, 50>;

struct OptionAxisBody {
    Text<1, 30> name;  // e.g. 색상
    List<OptionValue, 1, 100> values;
};
BOOST_DESCRIBE_STRUCT(OptionAxisBody, (), (name, values))

struct VariantBody {
    Text<1, 64> sku_code;  // the seller's own, unique within the enterprise
    std::optional<List<OptionValue, 0, 3>> option_values;  // one for each axis, in their order
    Money price;
};
BOOST_DESCRIBE_STRUCT(VariantBody, (), (sku_code, option_values, price))

enum class InitialProductStatus { draft, active };
BOOST_DESCRIBE_ENUM(InitialProductStatus, draft, active)

struct CreateProductRequest {
    CategoryId category_id;
    LocalName name;
    std::optional<LocalDescription> description;
    std::optional<List<OptionAxisBody, 0, 3>> options;
    List<VariantBody, 1, 100> variants;
    std::optional<std::map<std::string, std::string>> attributes;
    std::optional<List<Url, 0, 10>> images;
    std::optional<InitialProductStatus> status;  // draft when left out
};
BOOST_DESCRIBE_STRUCT(CreateProductRequest, (),
                      (category_id, name, description, options, variants, attributes, images,
                       status))

// An operator creates for an enterprise.
struct CreateProductForRequest : CreateProductRequest {
    EnterpriseId enterprise_id;
};
BOOST_DESCRIBE_STRUCT(CreateProductForRequest, (CreateProductRequest), (enterprise_id))

// What is left out stays as it is.
struct ChangeProductRequest {
    std::optional<CategoryId> category_id;
    std::optional<LocalName> name;
    std::optional<LocalDescription> description;
    std::optional<List<OptionAxisBody, 0, 3>>
        options;  // as many axes as before, with every value in use
    std::optional<std::map<std::string, std::string>> attributes;
    std::optional<List<Url, 0, 10>> images;
};
BOOST_DESCRIBE_STRUCT(ChangeProductRequest, (),
                      (category_id, name, description, options, attributes, images))

struct AddVariantsRequest {
    List<VariantBody, 1, 100> variants;
};
BOOST_DESCRIBE_STRUCT(AddVariantsRequest, (), (variants))

struct ChangeVariantRequest {
    std::optional<Text<1, 64>> sku_code;
    std::optional<List<OptionValue, 0, 3>> option_values;
};
BOOST_DESCRIBE_STRUCT(ChangeVariantRequest, (), (sku_code, option_values))

struct ChangePriceRequest {
    Money price;
};
BOOST_DESCRIBE_STRUCT(ChangePriceRequest, (), (price))

struct ChangeProductStatusRequest {
    ProductStatus status = ProductStatus::draft;
};
BOOST_DESCRIBE_STRUCT(ChangeProductStatusRequest, (), (status))

struct OptionAxisAnswer {
    std::string name;
    std::vector<std::string> values;
};
BOOST_DESCRIBE_STRUCT(OptionAxisAnswer, (), (name, values))

struct VariantAnswer {
    SkuId sku_id;
    std::string sku_code;
    std::vector<std::string> option_values;
    std::string option_text;
    Money price;
};
BOOST_DESCRIBE_STRUCT(VariantAnswer, (), (sku_id, sku_code, option_values, option_text, price))

struct ProductAnswer {
    ProductId id;
    EnterpriseId enterprise_id;
    CategoryId category_id;
    ProductStatus status = ProductStatus::draft;
    LocalText name;
    LocalText description;
    Money price_from;  // of the cheapest variant
    std::vector<OptionAxisAnswer> options;
    std::vector<VariantAnswer> variants;
    std::map<std::string, std::string> attributes;
    std::vector<std::string> images;
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ProductAnswer, (),
                      (id, enterprise_id, category_id, status, name, description, price_from,
                       options, variants, attributes, images, created_at, updated_at, version))

struct ProductSummary {
    ProductId id;
    EnterpriseId enterprise_id;
    CategoryId category_id;
    ProductStatus status = ProductStatus::draft;
    LocalText name;
    Money price_from;
    std::optional<std::string> image;
    std::int64_t variants = 0;
    Timestamp created_at;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ProductSummary, (),
                      (id, enterprise_id, category_id, status, name, price_from, image, variants,
                       created_at, version))

struct CategoryCount {
    CategoryId category_id;
    std::string slug;
    LocalText name;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(CategoryCount, (), (category_id, slug, name, count))

struct SellerCount {
    EnterpriseId enterprise_id;
    std::string name;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(SellerCount, (), (enterprise_id, name, count))

struct PriceBandCount {
    Money from;
    std::optional<Money> below;  // none: no upper end
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(PriceBandCount, (), (from, below, count))

// Counts over what the filters leave, largest first. `capped`: there is more than was counted.
struct ProductFacets {
    std::int64_t counted = 0;
    bool capped = false;
    std::vector<CategoryCount> categories;
    std::vector<SellerCount> sellers;
    std::vector<PriceBandCount> prices;
};
BOOST_DESCRIBE_STRUCT(ProductFacets, (), (counted, capped, categories, sellers, prices))

struct ProductListMeta {
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ProductListMeta, (), (next_cursor))

struct ProductList {
    std::vector<ProductSummary> data;
    std::optional<ProductFacets> facets;
    ProductListMeta meta;
};
BOOST_DESCRIBE_STRUCT(ProductList, (), (data, facets, meta))

struct PriceChangeAnswer {
    SkuId sku_id;
    Money from;
    Money to;
    MemberId changed_by;
    Timestamp changed_at;
    std::int64_t product_version = 0;
};
BOOST_DESCRIBE_STRUCT(PriceChangeAnswer, (),
                      (sku_id, from, to, changed_by, changed_at, product_version))

// Ordered, less what was cancelled.
struct ProductStatisticsAnswer {
    ProductId product_id;
    std::int64_t orders = 0;
    std::int64_t units = 0;
    std::vector<Money> revenue;  // one for each currency
    bool in_stock = false;
    std::int64_t skus_in_stock = 0;
    std::int64_t skus_low = 0;
};
BOOST_DESCRIBE_STRUCT(ProductStatisticsAnswer, (),
                      (product_id, orders, units, revenue, in_stock, skus_in_stock, skus_low))

}  // namespace jangteo::contracts

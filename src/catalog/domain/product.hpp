#pragma once

// Product: what a seller offers, in one or more variants, each with its own SKU and price. The
// aggregate keeps its variants consistent: one currency, one value for each option axis, no two
// alike.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/domain/category.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::catalog {

inline constexpr std::size_t variants_max = 100;
// A line of a million of them still fits in 63 bits.
inline constexpr std::int64_t price_minor_max = 1'000'000'000'000;
inline constexpr std::size_t attributes_max = 50;
inline constexpr std::size_t attribute_name_bytes_max = 100;
inline constexpr std::size_t attribute_value_bytes_max = 1'000;

enum class ProductStatus { draft, active, inactive, deleted };
BOOST_DESCRIBE_ENUM(ProductStatus, draft, active, inactive, deleted)

// draft → active ⇄ inactive; anything → deleted, which is the end.
bool may_become(ProductStatus from, ProductStatus to);

enum class ProductRejection {
    unknown_product,
    version_mismatch,
    enterprise_not_verified,
    unknown_category,
    sku_code_taken,  // by another product of the enterprise
    unknown_sku,
    product_deleted,
    illegal_transition,
    too_many_variants,
    duplicate_sku_code,
    duplicate_axis,      // two axes of one name, or a value twice on one axis
    wrong_option_count,  // not one value for each axis
    unknown_option_value,
    duplicate_option_values,
    price_out_of_range,
    mixed_currencies,
    attributes_too_large,
};
BOOST_DESCRIBE_ENUM(ProductRejection, unknown_product, version_mismatch, enterprise_not_verified,
                    unknown_category, sku_code_taken, unknown_sku, product_deleted,
                    illegal_transition, too_many_variants, duplicate_sku_code, duplicate_axis,
                    wrong_option_count, unknown_option_value, duplicate_option_values,
                    price_out_of_range, mixed_currencies, attributes_too_large)

struct OptionAxis {
    std::string name;
    std::vector<std::string> values;
};
BOOST_DESCRIBE_STRUCT(OptionAxis, (), (name, values))

struct Variant {
    SkuId sku_id;
    std::string sku_code;
    std::vector<std::string> option_values;
    Money price;
};
BOOST_DESCRIBE_STRUCT(Variant, (), (sku_id, sku_code, option_values, price))

// "빨강 / L"; empty without options.
std::string option_text(const Variant& variant);

struct ProductDetails {
    CategoryId category_id;
    LocalText name;
    LocalText description;
    std::vector<OptionAxis> options;
    std::map<std::string, std::string> attributes;
    std::vector<std::string> images;
};
BOOST_DESCRIBE_STRUCT(ProductDetails, (),
                      (category_id, name, description, options, attributes, images))

struct VariantChange {
    std::optional<std::string> sku_code;
    std::optional<std::vector<std::string>> option_values;
};

struct Product {
    ProductId id;
    std::int64_t version = 0;
    EnterpriseId enterprise_id;
    ProductStatus status = ProductStatus::draft;
    ProductDetails details;
    std::vector<Variant> variants;
    Timestamp created_at;
    Timestamp updated_at;

    // A draft; change_status() puts it on sale.
    static std::expected<Product, ProductRejection> create(const ProductId& id,
                                                           const EnterpriseId& enterprise,
                                                           ProductDetails details,
                                                           std::vector<Variant> variants,
                                                           Timestamp now);

    // Each decides on a copy, so that a refusal has changed nothing.
    std::expected<Product, ProductRejection> described(ProductDetails changed, Timestamp now) const;
    std::expected<Product, ProductRejection> with_variants(std::vector<Variant> more,
                                                           Timestamp now) const;
    std::expected<Product, ProductRejection> with_variant(const SkuId& sku,
                                                          const VariantChange& change,
                                                          Timestamp now) const;
    std::expected<Product, ProductRejection> priced(const SkuId& sku, Money price,
                                                    Timestamp now) const;
    std::expected<Product, ProductRejection> with_status(ProductStatus to, Timestamp now) const;

    const Variant* find_variant(const SkuId& sku) const;
    Money price_from() const;  // of the cheapest variant
};
BOOST_DESCRIBE_STRUCT(Product, (),
                      (id, enterprise_id, status, details, variants, created_at, updated_at))

}  // namespace jangteo::catalog

#include "catalog/domain/product.hpp"

#include <algorithm>
#include <set>

namespace jangteo::catalog {
namespace {

using Checked = std::expected<void, ProductRejection>;

Checked check_options(const std::vector<OptionAxis>& options) {
    std::set<std::string> names;
    for (const OptionAxis& axis : options) {
        std::set<std::string> values(axis.values.begin(), axis.values.end());
        if (!names.insert(axis.name).second || values.size() != axis.values.size()) {
            return std::unexpected(ProductRejection::duplicate_axis);
        }
    }
    return {};
}

Checked check_attributes(const std::map<std::string, std::string>& attributes) {
    bool too_large = attributes.size() > attributes_max;
    for (const auto& [name, value] : attributes) {
        too_large |= name.empty() || name.size() > attribute_name_bytes_max;
        too_large |= value.size() > attribute_value_bytes_max;
    }
    if (too_large) return std::unexpected(ProductRejection::attributes_too_large);
    return {};
}

Checked check_option_values(const std::vector<OptionAxis>& axes,
                            const std::vector<std::string>& chosen) {
    if (chosen.size() != axes.size()) return std::unexpected(ProductRejection::wrong_option_count);
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto& values = axes[i].values;
        if (std::find(values.begin(), values.end(), chosen[i]) == values.end()) {
            return std::unexpected(ProductRejection::unknown_option_value);
        }
    }
    return {};
}

Checked check_variants(const std::vector<OptionAxis>& axes, const std::vector<Variant>& variants) {
    if (variants.size() > variants_max) return std::unexpected(ProductRejection::too_many_variants);
    std::set<std::string> codes;
    std::set<std::vector<std::string>> combinations;
    for (const Variant& variant : variants) {
        if (variant.price.amount < 1 || variant.price.amount > price_minor_max) {
            return std::unexpected(ProductRejection::price_out_of_range);
        }
        if (variant.price.currency != variants.front().price.currency) {
            return std::unexpected(ProductRejection::mixed_currencies);
        }
        if (auto chosen = check_option_values(axes, variant.option_values); !chosen) return chosen;
        if (!codes.insert(variant.sku_code).second)
            return std::unexpected(ProductRejection::duplicate_sku_code);
        if (!combinations.insert(variant.option_values).second) {
            return std::unexpected(ProductRejection::duplicate_option_values);
        }
    }
    return {};
}

Variant* find_in(std::vector<Variant>& variants, const SkuId& sku) {
    for (Variant& variant : variants) {
        if (variant.sku_id == sku) return &variant;
    }
    return nullptr;
}

std::expected<Product, ProductRejection> checked(Product product, Timestamp now) {
    if (auto ok = check_options(product.details.options); !ok) return std::unexpected(ok.error());
    if (auto ok = check_attributes(product.details.attributes); !ok)
        return std::unexpected(ok.error());
    if (auto ok = check_variants(product.details.options, product.variants); !ok)
        return std::unexpected(ok.error());
    product.updated_at = now;
    return product;
}

}  // namespace

bool may_become(ProductStatus from, ProductStatus to) {
    switch (from) {
        case ProductStatus::draft:
            return to == ProductStatus::active || to == ProductStatus::deleted;
        case ProductStatus::active:
            return to == ProductStatus::inactive || to == ProductStatus::deleted;
        case ProductStatus::inactive:
            return to == ProductStatus::active || to == ProductStatus::deleted;
        case ProductStatus::deleted: return false;
    }
    return false;
}

std::string option_text(const Variant& variant) {
    std::string text;
    for (const std::string& value : variant.option_values) {
        if (!text.empty()) text += " / ";
        text += value;
    }
    return text;
}

std::expected<Product, ProductRejection> Product::create(const ProductId& id,
                                                         const EnterpriseId& enterprise,
                                                         ProductDetails details,
                                                         std::vector<Variant> variants,
                                                         Timestamp now) {
    Product product;
    product.id = id;
    product.enterprise_id = enterprise;
    product.details = std::move(details);
    product.variants = std::move(variants);
    product.created_at = now;
    return checked(std::move(product), now);
}

std::expected<Product, ProductRejection> Product::described(ProductDetails changed,
                                                            Timestamp now) const {
    if (status == ProductStatus::deleted) return std::unexpected(ProductRejection::product_deleted);
    Product product = *this;
    product.details = std::move(changed);
    return checked(std::move(product), now);
}

std::expected<Product, ProductRejection> Product::with_variants(std::vector<Variant> more,
                                                                Timestamp now) const {
    if (status == ProductStatus::deleted) return std::unexpected(ProductRejection::product_deleted);
    Product product = *this;
    std::move(more.begin(), more.end(), std::back_inserter(product.variants));
    return checked(std::move(product), now);
}

std::expected<Product, ProductRejection> Product::with_variant(const SkuId& sku,
                                                               const VariantChange& change,
                                                               Timestamp now) const {
    if (status == ProductStatus::deleted) return std::unexpected(ProductRejection::product_deleted);
    Product product = *this;
    Variant* variant = find_in(product.variants, sku);
    if (!variant) return std::unexpected(ProductRejection::unknown_sku);
    if (change.sku_code) variant->sku_code = *change.sku_code;
    if (change.option_values) variant->option_values = *change.option_values;
    return checked(std::move(product), now);
}

std::expected<Product, ProductRejection> Product::priced(const SkuId& sku, Money price,
                                                         Timestamp now) const {
    if (status == ProductStatus::deleted) return std::unexpected(ProductRejection::product_deleted);
    Product product = *this;
    Variant* variant = find_in(product.variants, sku);
    if (!variant) return std::unexpected(ProductRejection::unknown_sku);
    variant->price = price;
    return checked(std::move(product), now);
}

std::expected<Product, ProductRejection> Product::with_status(ProductStatus to,
                                                              Timestamp now) const {
    if (!may_become(status, to)) return std::unexpected(ProductRejection::illegal_transition);
    Product product = *this;
    product.status = to;
    product.updated_at = now;
    return product;
}

const Variant* Product::find_variant(const SkuId& sku) const {
    auto found = std::find_if(variants.begin(), variants.end(),
                              [&](const auto& v) { return v.sku_id == sku; });
    return found == variants.end() ? nullptr : &*found;
}

Money Product::price_from() const {
    Money lowest = variants.front().price;
    for (const Variant& variant : variants)
        lowest.amount = std::min(lowest.amount, variant.price.amount);
    return lowest;
}

}  // namespace jangteo::catalog

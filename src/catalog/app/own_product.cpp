#include "catalog/app/own_product.hpp"

#include "catalog/app/product_answers.hpp"
#include "kernel/mutant.hpp"

namespace jangteo::catalog {

std::expected<Product, ProductRejection> find_own(sql::Connection& db, Products& products,
                                                  const ProductTarget& target) {
    auto product = products.find(db, target.product_id);
    if (!product) return std::unexpected(ProductRejection::unknown_product);
    if (target.enterprise_id && product->enterprise_id != *target.enterprise_id) {
        return std::unexpected(ProductRejection::unknown_product);
    }
    bool is_same = !target.version || product->version == *target.version;
    if (!is_same && !mutated(Mutant::lost_update)) {
        return std::unexpected(ProductRejection::version_mismatch);
    }
    return std::move(*product);
}

std::expected<void, ProductRejection> check_codes(sql::Connection& db, Products& products,
                                                  const Product& product) {
    for (const Variant& variant : product.variants) {
        auto holder = products.find_code(db, product.enterprise_id, variant.sku_code);
        if (holder && *holder != variant.sku_id && !product.find_variant(*holder)) {
            return std::unexpected(ProductRejection::sku_code_taken);
        }
    }
    return {};
}

std::vector<Variant> with_ids(runtime::Transaction& tx, const std::vector<NewVariant>& variants) {
    std::vector<Variant> made;
    made.reserve(variants.size());
    for (const NewVariant& variant : variants) {
        made.push_back(
            {tx.next_id<SkuId>(), variant.sku_code, variant.option_values, variant.price});
    }
    return made;
}

template <class Event>
Event offer_of(const Product& product) {
    Event event;
    event.product_id = product.id;
    event.enterprise_id = product.enterprise_id;
    event.category_id = product.details.category_id;
    event.status = published(product.status);
    event.name_ko = product.details.name.ko;
    event.name_en = product.details.name.en;
    event.variants.reserve(product.variants.size());
    for (const Variant& variant : product.variants) {
        event.variants.push_back(
            {variant.sku_id, variant.sku_code, option_text(variant), variant.price});
    }
    return event;
}

template contracts::ProductCreated offer_of(const Product&);
template contracts::ProductUpdated offer_of(const Product&);

}  // namespace jangteo::catalog

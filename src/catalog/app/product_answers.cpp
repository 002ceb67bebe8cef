#include "catalog/app/product_answers.hpp"

namespace jangteo::catalog {

contracts::ProductStatus published(ProductStatus status) {
    switch (status) {
        case ProductStatus::draft: return contracts::ProductStatus::draft;
        case ProductStatus::active: return contracts::ProductStatus::active;
        case ProductStatus::inactive: return contracts::ProductStatus::inactive;
        case ProductStatus::deleted: return contracts::ProductStatus::deleted;
    }
    return contracts::ProductStatus::deleted;
}

ProductStatus status_of(contracts::ProductStatus status) {
    switch (status) {
        case contracts::ProductStatus::draft: return ProductStatus::draft;
        case contracts::ProductStatus::active: return ProductStatus::active;
        case contracts::ProductStatus::inactive: return ProductStatus::inactive;
        case contracts::ProductStatus::deleted: return ProductStatus::deleted;
    }
    return ProductStatus::deleted;
}

contracts::LocalText answer_of(const LocalText& text) { return {text.ko, text.en}; }

contracts::CategoryAnswer answer_of(const Category& category) {
    return {category.id,       category.parent_id(),
            category.slug,     answer_of(category.name),
            category.position, static_cast<std::int64_t>(category.depth()),
            category.version};
}

contracts::ProductAnswer answer_of(const Product& product) {
    const ProductDetails& details = product.details;
    contracts::ProductAnswer answer;
    answer.id = product.id;
    answer.enterprise_id = product.enterprise_id;
    answer.category_id = details.category_id;
    answer.status = published(product.status);
    answer.name = answer_of(details.name);
    answer.description = answer_of(details.description);
    answer.price_from = product.price_from();
    for (const OptionAxis& axis : details.options)
        answer.options.push_back({axis.name, axis.values});
    for (const Variant& variant : product.variants) {
        answer.variants.push_back({variant.sku_id, variant.sku_code, variant.option_values,
                                   option_text(variant), variant.price});
    }
    answer.attributes = details.attributes;
    answer.images = details.images;
    answer.created_at = product.created_at;
    answer.updated_at = product.updated_at;
    answer.version = product.version;
    return answer;
}

contracts::ProductSummary summary_of(const Product& product) {
    contracts::ProductSummary summary;
    summary.id = product.id;
    summary.enterprise_id = product.enterprise_id;
    summary.category_id = product.details.category_id;
    summary.status = published(product.status);
    summary.name = answer_of(product.details.name);
    summary.price_from = product.price_from();
    if (!product.details.images.empty()) summary.image = product.details.images.front();
    summary.variants = static_cast<std::int64_t>(product.variants.size());
    summary.created_at = product.created_at;
    summary.version = product.version;
    return summary;
}

}  // namespace jangteo::catalog

#include "catalog/app/change_product_status.hpp"

#include "catalog/app/product_answers.hpp"

namespace jangteo::catalog {

void save_status(runtime::Transaction& tx, Products& products, const Product& before,
                 Product& after) {
    products.save(tx.db(), before, after);
    contracts::ProductStatusChanged event{
        after.id, after.enterprise_id, published(before.status), published(after.status), {}};
    for (const Variant& variant : after.variants) event.sku_ids.push_back(variant.sku_id);
    tx.publish(runtime::subject(after.id, after.version), event);
}

std::expected<Product, ProductRejection> ChangeProductStatusHandler::handle(
    runtime::Transaction& tx, const ChangeProductStatus& command) {
    auto before = find_own(tx.db(), products_, command.target);
    if (!before) return before;
    auto after = before->with_status(command.status, tx.now());
    if (!after) return after;
    if (after->status == ProductStatus::active &&
        !enterprises_.is_verified(tx.db(), after->enterprise_id)) {
        return std::unexpected(ProductRejection::enterprise_not_verified);
    }
    save_status(tx, products_, *before, *after);
    return after;
}

}  // namespace jangteo::catalog

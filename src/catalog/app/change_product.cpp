#include "catalog/app/change_product.hpp"

#include "contracts/catalog/events.hpp"

namespace jangteo::catalog {
namespace {

ProductDetails merged(ProductDetails details, const ChangeProduct& command) {
    if (command.category_id) details.category_id = *command.category_id;
    if (command.name) details.name = *command.name;
    if (command.description) details.description = *command.description;
    if (command.options) details.options = *command.options;
    if (command.attributes) details.attributes = *command.attributes;
    if (command.images) details.images = *command.images;
    return details;
}

}  // namespace

std::expected<Product, ProductRejection> ChangeProductHandler::handle(
    runtime::Transaction& tx, const ChangeProduct& command) {
    auto before = find_own(tx.db(), products_, command.target);
    if (!before) return before;
    if (command.category_id && !categories_.find(tx.db(), *command.category_id)) {
        return std::unexpected(ProductRejection::unknown_category);
    }
    auto after = before->described(merged(before->details, command), tx.now());
    if (!after) return after;

    products_.save(tx.db(), *before, *after);
    tx.publish(runtime::subject(after->id, after->version),
               offer_of<contracts::ProductUpdated>(*after));
    return after;
}

}  // namespace jangteo::catalog

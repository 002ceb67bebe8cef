#include "catalog/app/change_variant.hpp"

#include "contracts/catalog/events.hpp"

namespace jangteo::catalog {

std::expected<Product, ProductRejection> ChangeVariantHandler::handle(
    runtime::Transaction& tx, const ChangeVariant& command) {
    auto before = find_own(tx.db(), products_, command.target);
    if (!before) return before;
    auto after = before->with_variant(command.sku_id, command.change, tx.now());
    if (!after) return after;
    if (auto free = check_codes(tx.db(), products_, *after); !free)
        return std::unexpected(free.error());

    products_.save(tx.db(), *before, *after);
    tx.publish(runtime::subject(after->id, after->version),
               offer_of<contracts::ProductUpdated>(*after));
    return after;
}

}  // namespace jangteo::catalog

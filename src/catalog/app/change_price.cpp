#include "catalog/app/change_price.hpp"

#include "contracts/catalog/events.hpp"

namespace jangteo::catalog {

std::expected<Product, ProductRejection> ChangePriceHandler::handle(runtime::Transaction& tx,
                                                                    const ChangePrice& command) {
    auto before = find_own(tx.db(), products_, command.target);
    if (!before) return before;
    auto after = before->priced(command.sku_id, command.price, tx.now());
    if (!after) return after;
    Money from = before->find_variant(command.sku_id)->price;
    if (from == command.price) return before;

    products_.save(tx.db(), *before, *after);
    changes_.add(tx.db(), {command.sku_id, from, command.price, command.changed_by, tx.now(),
                           after->version});
    tx.publish(runtime::subject(after->id, after->version),
               contracts::ProductPriceChanged{after->id, command.sku_id, from, command.price});
    return after;
}

}  // namespace jangteo::catalog

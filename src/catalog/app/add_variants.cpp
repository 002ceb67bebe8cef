#include "catalog/app/add_variants.hpp"

#include "contracts/catalog/events.hpp"

namespace jangteo::catalog {

std::expected<Product, ProductRejection> AddVariantsHandler::handle(runtime::Transaction& tx,
                                                                    const AddVariants& command) {
    auto before = find_own(tx.db(), products_, command.target);
    if (!before) return before;
    auto after = before->with_variants(with_ids(tx, command.variants), tx.now());
    if (!after) return after;
    if (auto free = check_codes(tx.db(), products_, *after); !free)
        return std::unexpected(free.error());

    products_.save(tx.db(), *before, *after);
    tx.publish(runtime::subject(after->id, after->version),
               offer_of<contracts::ProductUpdated>(*after));
    return after;
}

}  // namespace jangteo::catalog

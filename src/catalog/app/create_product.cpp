#include "catalog/app/create_product.hpp"

#include "contracts/catalog/events.hpp"

namespace jangteo::catalog {

std::expected<Product, ProductRejection> CreateProductHandler::handle(
    runtime::Transaction& tx, const CreateProduct& command) {
    sql::Connection& db = tx.db();
    if (!enterprises_.is_verified(db, command.enterprise_id)) {
        return std::unexpected(ProductRejection::enterprise_not_verified);
    }
    if (!categories_.find(db, command.details.category_id)) {
        return std::unexpected(ProductRejection::unknown_category);
    }
    auto product = Product::create(tx.next_id<ProductId>(), command.enterprise_id, command.details,
                                   with_ids(tx, command.variants), tx.now());
    if (product && command.status != ProductStatus::draft)
        product = product->with_status(command.status, tx.now());
    if (!product) return product;
    if (auto free = check_codes(db, products_, *product); !free)
        return std::unexpected(free.error());

    products_.add(db, *product);
    tx.publish(runtime::subject(product->id, product->version),
               offer_of<contracts::ProductCreated>(*product));
    return product;
}

}  // namespace jangteo::catalog

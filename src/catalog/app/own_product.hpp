#pragma once

// What every change of a product begins with: whose it must be, and as which version it was seen.

#include <expected>
#include <optional>

#include "catalog/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::catalog {

struct ProductTarget {
    ProductId product_id;
    std::optional<EnterpriseId> enterprise_id;  // none: an operator's command, anyone's product
    std::optional<std::int64_t> version;        // of If-Match
};

// Another's product is unknown.
std::expected<Product, ProductRejection> find_own(sql::Connection& db, Products& products,
                                                  const ProductTarget& target);

// Refuses a code that another product of the enterprise has.
std::expected<void, ProductRejection> check_codes(sql::Connection& db, Products& products,
                                                  const Product& product);

// A variant as it is asked for: its SKU gets its id from the transaction.
struct NewVariant {
    std::string sku_code;
    std::vector<std::string> option_values;
    Money price;
};
std::vector<Variant> with_ids(runtime::Transaction& tx, const std::vector<NewVariant>& variants);

// ProductCreated and ProductUpdated carry the same: all that a listener needs to sell the product.
template <class Event>
Event offer_of(const Product& product);

}  // namespace jangteo::catalog

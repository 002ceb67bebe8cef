#pragma once

// The ports of the catalog's pages and lists. Any thread, with a connection of its own.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/app/ports.hpp"
#include "contracts/catalog/products.hpp"

namespace jangteo::catalog {

// A product as it is answered, rendered when it was saved.
struct ProductPage {
    std::int64_t version = 0;
    EnterpriseId enterprise_id;
    ProductStatus status = ProductStatus::draft;
    std::string etag;
    std::string body;
};

class ProductPages {
  public:
    virtual ~ProductPages() = default;
    // Null when there is no such product.
    virtual std::shared_ptr<const ProductPage> get(sql::Connection& db, const ProductId& id) = 0;
};

struct CategoryTreePage {
    std::int64_t version = 0;
    std::string body;
};

class CategoryTreePages {
  public:
    virtual ~CategoryTreePages() = default;
    virtual CategoryTreePage get(sql::Connection& db) = 0;
};

enum class ProductOrder { newest, price, price_descending };

// Which active products a list shows. Prices are compared in one currency.
struct ProductFilter {
    std::optional<CategoryId> category_id;  // with its descendants
    std::optional<EnterpriseId> enterprise_id;
    Currency currency = Currency::KRW;
    std::optional<std::int64_t> price_min;  // minor units, both ends included
    std::optional<std::int64_t> price_max;
    ProductOrder order = ProductOrder::newest;
};

struct ListedProducts {
    std::vector<std::string> summaries;  // rendered
    std::string next;                    // the key to go on after; empty at the end
};

// Lists cost the same however many products there are: a page looks at `listing_scan_max` entries
// at most and may then be short, though there is more; facets count up to `facet_scan_max`.
inline constexpr std::int64_t listing_scan_max = 2'000;
inline constexpr std::int64_t facet_scan_max = 10'000;
inline constexpr std::size_t facet_values_max = 20;

class ProductLists {
  public:
    virtual ~ProductLists() = default;
    // `after` is a `next` of this order, or empty.
    virtual ListedProducts list(sql::Connection& db, const ProductFilter& filter,
                                std::string_view after, std::int64_t limit) = 0;
    virtual contracts::ProductFacets facets(sql::Connection& db, const ProductFilter& filter) = 0;
    // A seller's own, in every state or one, newest first.
    virtual ListedProducts list_own(sql::Connection& db, const EnterpriseId& enterprise,
                                    std::optional<ProductStatus> status, std::string_view after,
                                    std::int64_t limit) = 0;
};

}  // namespace jangteo::catalog

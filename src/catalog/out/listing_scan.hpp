#pragma once

// ListingScan: one walk over the entries of a list in its order: a range of one index of
// catalog_listing, and what the range cannot say (a category within a seller, a price within the
// newest) checked entry by entry.

#include <functional>
#include <set>
#include <string>

#include "catalog/app/reads.hpp"

namespace jangteo::catalog {

struct ListingEntry {
    ProductId product_id;
    CategoryId category_id;
    EnterpriseId enterprise_id;
    Currency currency = Currency::KRW;
    std::int64_t price = 0;
};

class ListingScan {
  public:
    ListingScan(sql::Connection& db, const ProductFilter& filter);

    // Calls `take` for entries that the filter leaves, until it returns false. Looks at
    // `entries_max` entries at most; false when there may be more behind them.
    bool run(std::string_view after, std::int64_t entries_max,
             const std::function<bool(const ListingEntry&)>& take);

    // Where a later scan goes on after this entry.
    std::string key_of(const ListingEntry& entry) const;
    // The last entry looked at.
    const ListingEntry& last() const { return last_; }

  private:
    sql::Rows open(std::string_view after, std::int64_t entries_max);
    bool leaves(const ListingEntry& entry) const;

    sql::Connection& db_;
    ProductFilter filter_;
    Uuid scope_{};
    std::set<CategoryId> categories_;  // when the scope is the seller's: those wanted
    ListingEntry last_;
};

}  // namespace jangteo::catalog

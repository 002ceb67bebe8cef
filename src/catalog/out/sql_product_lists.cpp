#include "catalog/out/sql_product_lists.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "catalog/out/listing_scan.hpp"
#include "contracts/codec/shape.hpp"
#include "runtime/documents.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query select_summary{"SELECT summary FROM catalog_product_page WHERE id = ?"};
const sql::Query own_products{
    "SELECT p.id, g.summary FROM catalog_product p JOIN catalog_product_page g ON g.id = p.id "
    "WHERE p.enterprise_id = ? AND p.id < ? ORDER BY p.id DESC LIMIT ?"};
const sql::Query own_products_of_status{
    "SELECT p.id, g.summary FROM catalog_product p JOIN catalog_product_page g ON g.id = p.id "
    "WHERE p.enterprise_id = ? AND p.status = ? AND p.id < ? ORDER BY p.id DESC LIMIT ?"};
const sql::Query select_category{"SELECT version, body FROM catalog_category WHERE id = ?"};
const sql::Query select_enterprise{"SELECT name FROM catalog_enterprise WHERE id = ?"};

// Where a price band ends, in won; a tenth of it in the currencies whose units are about ten won.
constexpr std::array<std::int64_t, 5> band_ends_won{10'000, 30'000, 50'000, 100'000, 300'000};

std::int64_t band_end(std::size_t band, Currency currency) {
    return band_ends_won[band] / (currency == Currency::KRW ? 1 : 10);
}

template <class IdType>
using Counts = std::unordered_map<IdType, std::int64_t>;

// The most frequent first, a few of them.
template <class IdType>
std::vector<std::pair<std::int64_t, IdType>> top(const Counts<IdType>& counts) {
    std::vector<std::pair<std::int64_t, IdType>> sorted;
    for (const auto& [id, count] : counts) sorted.emplace_back(count, id);
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    if (sorted.size() > facet_values_max) sorted.resize(facet_values_max);
    return sorted;
}

contracts::CategoryCount category_count(sql::Connection& db, const CategoryId& id,
                                        std::int64_t count) {
    contracts::CategoryCount result{id, "", {}, count};
    auto rows = db.query(select_category, {id});
    if (!rows.next()) return result;
    auto category = runtime::Documents<Category>::decode(rows.integer(0), rows.bytes(1));
    result.slug = category.slug;
    result.name = {category.name.ko, category.name.en};
    return result;
}

contracts::SellerCount seller_count(sql::Connection& db, const EnterpriseId& id,
                                    std::int64_t count) {
    auto rows = db.query(select_enterprise, {id});
    return {id, rows.next() ? std::string(rows.text(0)) : "", count};
}

std::vector<contracts::PriceBandCount> empty_bands(Currency currency) {
    std::vector<contracts::PriceBandCount> bands;
    Money from{0, currency};
    for (std::size_t i = 0; i < band_ends_won.size(); ++i) {
        Money below{band_end(i, currency), currency};
        bands.push_back({from, below, 0});
        from = below;
    }
    bands.push_back({from, std::nullopt, 0});
    return bands;
}

void count_price(std::vector<contracts::PriceBandCount>& bands, std::int64_t price) {
    for (auto& band : bands) {
        if (band.below && price >= band.below->amount) continue;
        ++band.count;
        return;
    }
}

ListedProducts read_own(sql::Rows rows, std::int64_t limit) {
    ListedProducts listed;
    std::string last;
    while (rows.next()) {
        if (static_cast<std::int64_t>(listed.summaries.size()) == limit) {
            listed.next = last;
            break;
        }
        last = rows.bytes(0);
        listed.summaries.emplace_back(rows.text(1));
    }
    return listed;
}

}  // namespace

ListedProducts SqlProductLists::list(sql::Connection& db, const ProductFilter& filter,
                                     std::string_view after, std::int64_t limit) {
    ListingScan scan(db, filter);
    std::vector<ListingEntry> found;
    bool more = false;
    bool whole = scan.run(after, listing_scan_max, [&](const ListingEntry& entry) {
        more = static_cast<std::int64_t>(found.size()) == limit;
        if (!more) found.push_back(entry);
        return !more;
    });
    ListedProducts listed;
    for (const ListingEntry& entry : found) {
        auto rows = db.query(select_summary, {entry.product_id});
        if (rows.next()) listed.summaries.emplace_back(rows.text(0));
    }
    if (more) {
        listed.next = scan.key_of(found.back());
    } else if (!whole) {
        listed.next = scan.key_of(scan.last());
    }
    return listed;
}

contracts::ProductFacets SqlProductLists::facets(sql::Connection& db, const ProductFilter& filter) {
    ListingScan scan(db, filter);
    contracts::ProductFacets facets;
    facets.prices = empty_bands(filter.currency);
    Counts<CategoryId> categories;
    Counts<EnterpriseId> sellers;
    bool whole = scan.run("", facet_scan_max, [&](const ListingEntry& entry) {
        ++facets.counted;
        ++categories[entry.category_id];
        ++sellers[entry.enterprise_id];
        if (entry.currency == filter.currency) count_price(facets.prices, entry.price);
        return true;
    });
    facets.capped = !whole;
    for (const auto& [count, id] : top(categories))
        facets.categories.push_back(category_count(db, id, count));
    for (const auto& [count, id] : top(sellers))
        facets.sellers.push_back(seller_count(db, id, count));
    return facets;
}

ListedProducts SqlProductLists::list_own(sql::Connection& db, const EnterpriseId& enterprise,
                                         std::optional<ProductStatus> status,
                                         std::string_view after, std::int64_t limit) {
    std::string newest(16, '\xff');
    sql::Bytes before{after.empty() ? std::string_view(newest) : after};
    if (!status) return read_own(db.query(own_products, {enterprise, before, limit + 1}), limit);
    return read_own(db.query(own_products_of_status,
                             {enterprise, codec::text_of_enum(*status), before, limit + 1}),
                    limit);
}

}  // namespace jangteo::catalog

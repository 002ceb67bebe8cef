#include "catalog/out/listing_scan.hpp"

namespace jangteo::catalog {
namespace {

#define ENTRY_COLUMNS \
    "SELECT product_id, category_id, enterprise_id, currency, price FROM catalog_listing "

const sql::Query newest{ENTRY_COLUMNS
                        "WHERE scope = ? AND product_id < ? ORDER BY product_id DESC LIMIT ?"};
const sql::Query by_price{
    ENTRY_COLUMNS
    "WHERE scope = ? AND currency = ? AND (price, product_id) > (?, ?) AND price <= ? "
    "ORDER BY price, product_id LIMIT ?"};
const sql::Query by_price_descending{
    ENTRY_COLUMNS
    "WHERE scope = ? AND currency = ? AND (price, product_id) < (?, ?) "
    "AND price >= ? ORDER BY price DESC, product_id DESC LIMIT ?"};

#undef ENTRY_COLUMNS

const sql::Query categories_below{
    "SELECT category_id FROM catalog_category_below WHERE ancestor_id = ?"};

constexpr std::size_t price_bytes = 8;

const std::string& after_every_id() {
    static const std::string bytes(16, '\xff');
    return bytes;
}

std::string bytes_of_price(std::int64_t price) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(price >> shift);
    return bytes;
}

std::int64_t price_of_bytes(std::string_view bytes) {
    std::uint64_t price = 0;
    for (unsigned char byte : bytes.substr(0, price_bytes)) price = price << 8 | byte;
    return static_cast<std::int64_t>(price);
}

std::set<CategoryId> read_below(sql::Connection& db, const CategoryId& category) {
    auto rows = db.query(categories_below, {category});
    std::set<CategoryId> below;
    while (rows.next()) below.insert(rows.id<CategoryId>(0));
    return below;
}

}  // namespace

ListingScan::ListingScan(sql::Connection& db, const ProductFilter& filter)
    : db_(db), filter_(filter) {
    if (filter.enterprise_id) {
        scope_ = filter.enterprise_id->uuid();
        if (filter.category_id) categories_ = read_below(db, *filter.category_id);
    } else if (filter.category_id) {
        scope_ = filter.category_id->uuid();
    }
}

sql::Rows ListingScan::open(std::string_view after, std::int64_t entries_max) {
    std::string_view currency = text_of(filter_.currency);
    std::int64_t lowest = filter_.price_min.value_or(0);
    std::int64_t highest = filter_.price_max.value_or(price_minor_max);
    sql::Bytes id{after.empty() ? std::string_view() : after.substr(after.size() - 16)};
    switch (filter_.order) {
        case ProductOrder::newest: break;
        case ProductOrder::price:
            if (!after.empty()) lowest = price_of_bytes(after);
            return db_.query(by_price, {scope_, currency, lowest, id, highest, entries_max});
        case ProductOrder::price_descending:
            if (after.empty()) {
                id = {after_every_id()};
            } else {
                highest = price_of_bytes(after);
            }
            return db_.query(by_price_descending,
                             {scope_, currency, highest, id, lowest, entries_max});
    }
    return db_.query(newest,
                     {scope_, after.empty() ? sql::Bytes{after_every_id()} : id, entries_max});
}

bool ListingScan::leaves(const ListingEntry& entry) const {
    if (filter_.enterprise_id && filter_.category_id && !categories_.contains(entry.category_id))
        return false;
    if (!filter_.price_min && !filter_.price_max) return true;
    return entry.currency == filter_.currency && entry.price >= filter_.price_min.value_or(0) &&
           entry.price <= filter_.price_max.value_or(price_minor_max);
}

bool ListingScan::run(std::string_view after, std::int64_t entries_max,
                      const std::function<bool(const ListingEntry&)>& take) {
    auto rows = open(after, entries_max);
    std::int64_t seen = 0;
    while (rows.next()) {
        ++seen;
        last_ = {rows.id<ProductId>(0), rows.id<CategoryId>(1), rows.id<EnterpriseId>(2),
                 parse_currency(rows.text(3)).value_or(Currency::KRW), rows.integer(4)};
        if (leaves(last_) && !take(last_)) return false;
    }
    return seen < entries_max;
}

std::string ListingScan::key_of(const ListingEntry& entry) const {
    std::string key;
    if (filter_.order != ProductOrder::newest) key = bytes_of_price(entry.price);
    key += entry.product_id.bytes();
    return key;
}

}  // namespace jangteo::catalog

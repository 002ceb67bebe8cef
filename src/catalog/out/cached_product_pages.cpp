#include "catalog/out/cached_product_pages.hpp"

#include "contracts/codec/shape.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query select_page{
    "SELECT version, enterprise_id, status, body FROM catalog_product_page WHERE id = ?"};

// What an entry costs besides its body.
constexpr std::size_t entry_bytes = 256;

std::shared_ptr<const ProductPage> read_page(sql::Connection& db, const ProductId& id) {
    auto rows = db.query(select_page, {id});
    if (!rows.next()) return nullptr;
    auto page = std::make_shared<ProductPage>();
    page->version = rows.integer(0);
    page->enterprise_id = rows.id<EnterpriseId>(1);
    page->status = codec::parse_enum<ProductStatus>(rows.text(2)).value_or(ProductStatus::deleted);
    page->etag = "\"" + std::to_string(page->version) + "\"";
    page->body = rows.text(3);
    return page;
}

}  // namespace

std::shared_ptr<const ProductPage> CachedProductPages::get(sql::Connection& db,
                                                           const ProductId& id) {
    if (options_.bytes_max == 0) return read_page(db, id);
    Shard& shard = shard_of(id);
    std::uint64_t changes_before = 0;
    {
        std::lock_guard lock(shard.mutex);
        auto found = shard.pages.find(id);
        if (found != shard.pages.end()) return found->second;
        changes_before = shard.changes;
    }
    auto page = read_page(db, id);
    if (page) keep(shard, id, page, changes_before);
    return page;
}

void CachedProductPages::keep(Shard& shard, const ProductId& id,
                              std::shared_ptr<const ProductPage> page,
                              std::uint64_t changes_before) {
    std::lock_guard lock(shard.mutex);
    // Something changed while this was read: it may be old already.
    if (shard.changes != changes_before) return;
    auto expected = shard.expected.find(id);
    if (expected != shard.expected.end()) {
        if (page->version < expected->second) return;
        shard.expected.erase(expected);
    }
    std::size_t size = page->body.size() + entry_bytes;
    while (!shard.pages.empty() && shard.bytes + size > options_.bytes_max / shards_count) {
        drop(shard, shard.pages.begin()->first);
    }
    if (shard.pages.emplace(id, std::move(page)).second) shard.bytes += size;
}

void CachedProductPages::expect(const ProductId& id, std::int64_t version) {
    if (options_.bytes_max == 0) return;
    Shard& shard = shard_of(id);
    std::lock_guard lock(shard.mutex);
    ++shard.changes;
    drop(shard, id);
    if (shard.expected.insert_or_assign(id, version).second) shard.expected_order.push_back(id);
    if (shard.expected_order.size() > expected_max) {
        shard.expected.erase(shard.expected_order.front());
        shard.expected_order.pop_front();
    }
}

void CachedProductPages::drop(Shard& shard, const ProductId& id) {
    auto found = shard.pages.find(id);
    if (found == shard.pages.end()) return;
    shard.bytes -= found->second->body.size() + entry_bytes;
    shard.pages.erase(found);
}

}  // namespace jangteo::catalog

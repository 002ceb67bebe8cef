#pragma once

// CachedProductPages: rendered product pages, in memory, in front of the store.
//
// A writer says which version it is about to commit (`expect`); from then on that product is read
// from the store until its page is at least that new. So nobody is told of commits: a page is
// served from memory only when no change of it was under way when it was read, and a change that is
// rolled back costs only the caching of one product until its next change. Right as long as all
// writers of the store live in this process. Any thread.

#include <array>
#include <deque>
#include <mutex>
#include <unordered_map>

#include "catalog/app/reads.hpp"

namespace jangteo::catalog {

struct PageCacheOptions {
    std::size_t bytes_max = 32 << 20;  // 0: no cache
};

class CachedProductPages : public ProductPages {
  public:
    explicit CachedProductPages(PageCacheOptions options) : options_(options) {}

    std::shared_ptr<const ProductPage> get(sql::Connection& db, const ProductId& id) override;

    // Before the commit of a change.
    void expect(const ProductId& id, std::int64_t version);

  private:
    static constexpr std::size_t shards_count = 16;
    // More changes than one batch of the lane makes, so that none is forgotten before it is
    // committed.
    static constexpr std::size_t expected_max = 1 << 14;  // in one shard

    struct Shard {
        std::mutex mutex;
        std::unordered_map<ProductId, std::shared_ptr<const ProductPage>> pages;
        std::unordered_map<ProductId, std::int64_t> expected;
        std::deque<ProductId> expected_order;
        std::size_t bytes = 0;
        std::uint64_t changes = 0;
    };

    Shard& shard_of(const ProductId& id) {
        return shards_[std::hash<ProductId>{}(id) % shards_count];
    }
    void keep(Shard& shard, const ProductId& id, std::shared_ptr<const ProductPage> page,
              std::uint64_t changes_before);
    static void drop(Shard& shard, const ProductId& id);

    PageCacheOptions options_;
    std::array<Shard, shards_count> shards_;
};

}  // namespace jangteo::catalog

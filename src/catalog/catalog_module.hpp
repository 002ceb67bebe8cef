#pragma once

// CatalogModule: the only door to the catalog. Owns its stores and handlers; lives as long as the
// registry it was installed in.

#include <memory>

#include "runtime/registry.hpp"

namespace jangteo::catalog {

const std::vector<runtime::Migration>& migrations();

struct CatalogOptions {
    // Rendered product pages kept in memory; 0 when another process writes the same store.
    std::size_t page_cache_bytes = 32 << 20;
};

class CatalogModule {
  public:
    explicit CatalogModule(CatalogOptions options = {});
    ~CatalogModule();

    void install(runtime::Registry& registry);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::catalog

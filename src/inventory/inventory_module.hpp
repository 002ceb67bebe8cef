#pragma once

// InventoryModule: the only door to inventory. Owns its stores and handlers; lives as long as the
// registry it was installed in.

#include <memory>

#include "runtime/audit.hpp"
#include "runtime/registry.hpp"

namespace jangteo::inventory {

const std::vector<runtime::Migration>& migrations();

class InventoryModule {
  public:
    InventoryModule();
    ~InventoryModule();

    void install(runtime::Registry& registry);
    static void audit(sql::Connection& db, runtime::Audit& audit);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::inventory

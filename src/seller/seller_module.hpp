#pragma once

// The seller service's only door: its routes, its reactions, its schema. Owns its stores and
// handlers; lives as long as the registry that it was installed in.

#include <memory>

#include "runtime/registry.hpp"

namespace jangteo::seller {

class SellerModule {
  public:
    SellerModule();
    ~SellerModule();

    void install(runtime::Registry& registry);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::seller

#pragma once

// The order service's only door. It owns the carts, the orders and the order process; it lives as
// long as the registry that it was installed in.

#include <memory>

#include "runtime/audit.hpp"
#include "runtime/registry.hpp"
#include "runtime/watches.hpp"

namespace jangteo::order {

const std::vector<runtime::Migration>& migrations();

struct OrderOptions {
    Duration payment_period =
        minutes(40);  // the provider's own windows end after 30 and 10 minutes
};

class OrderModule {
  public:
    OrderModule(OrderOptions options, runtime::Watches& watches);
    ~OrderModule();
    void install(runtime::Registry& registry);
    static void audit(sql::Connection& db, runtime::Audit& audit);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::order

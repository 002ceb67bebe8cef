#pragma once

// The sellers' events: who may list products. When an enterprise loses its verification its
// products go off sale, some at a time, so that a large one does not hold everyone else up.

#include "catalog/app/ports.hpp"
#include "contracts/seller/events.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::catalog {

// Key: the enterprise.
inline constexpr std::string_view withdrawal_timer = "catalog.withdrawal";
inline constexpr std::int64_t withdrawal_batch = 100;

class OnEnterpriseChanged {
  public:
    OnEnterpriseChanged(Enterprises& enterprises, Products& products)
        : enterprises_(enterprises), products_(products) {}

    void handle(runtime::Transaction& tx, const contracts::EnterpriseVerified& event);
    void handle(runtime::Transaction& tx, const contracts::EnterpriseRejected& event);

    // The timer.
    void withdraw(runtime::Transaction& tx, const EnterpriseId& enterprise);

  private:
    Enterprises& enterprises_;
    Products& products_;
};

}  // namespace jangteo::catalog

#pragma once

// CancelOrder, CancelLines: the member's, the seller's and the operator's ways to take an order or
// lines of it back.

#include <expected>

#include "order/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::order {

struct CancelOrder {
    OrderId order;
    std::string reason;
};

struct CancelLines {
    OrderId order;
    std::vector<LineQuantity> lines;
    std::string reason;
    bool restock = true;
    std::optional<EnterpriseId> seller;  // a seller refunds lines of its own part only
};

class CancelOrderHandler {
  public:
    explicit CancelOrderHandler(const Orders& orders) : orders_(orders) {}

    // The caller has checked that the order exists and whose it is.
    std::expected<Order, CancelRejection> handle(runtime::Transaction& tx,
                                                 const CancelOrder& command) const;
    std::expected<Order, CancelRejection> handle(runtime::Transaction& tx,
                                                 const CancelLines& command) const;

  private:
    const Orders& orders_;
};

}  // namespace jangteo::order

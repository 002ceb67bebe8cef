#pragma once

// ApproveOrder: what becomes of each enterprise's part once an order is paid. Approved at once, or
// queued for the enterprise, which approves, rejects, or lets the deadline reject.

#include <expected>

#include "contracts/order/events.hpp"
#include "runtime/transaction.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

struct DecideApproval {
    OrderId order_id;
    EnterpriseId enterprise_id;
    Decision decision;  // approved or rejected
};

class ApproveOrder {
  public:
    explicit ApproveOrder(const SellerPorts& ports) : ports_(ports) {}

    // paid: decides or queues. cancelling and cancelled: nobody has to decide any more.
    void on_order_status_changed(runtime::Transaction& tx,
                                 const contracts::OrderStatusChanged& event);
    void on_deadline(runtime::Transaction& tx, OrderId order);

    // A seller's decision; a part is decided once.
    std::expected<Approval, DecideApprovalRejection> handle(runtime::Transaction& tx,
                                                            const DecideApproval& command);

  private:
    void queue(runtime::Transaction& tx, const contracts::OrderStatusChanged& event,
               const contracts::OrderPart& part, const ApprovalPolicy& policy);
    void close_waiting(runtime::Transaction& tx, OrderId order);
    void store_decision(runtime::Transaction& tx, const Approval& approval);

    const SellerPorts& ports_;
};

}  // namespace jangteo::seller

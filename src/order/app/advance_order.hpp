#pragma once

// AdvanceOrder: the reactions that move the order process on. Each finds the order, asks it to
// decide, stores and announces; what is late or repeated decides nothing.

#include <functional>

#include "contracts/delivery/events.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/payment/events.hpp"
#include "contracts/seller/events.hpp"
#include "order/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::order {

class AdvanceOrderHandler {
  public:
    explicit AdvanceOrderHandler(const Orders& orders) : orders_(orders) {}

    void on_stock_reserved(runtime::Transaction& tx, const contracts::StockReserved& event) const;
    void on_stock_rejected(runtime::Transaction& tx, const contracts::StockRejected& event) const;
    void on_stock_released(runtime::Transaction& tx, const contracts::StockReleased& event) const;
    void on_payment_completed(runtime::Transaction& tx,
                              const contracts::PaymentCompleted& event) const;
    void on_payment_cancelled(runtime::Transaction& tx,
                              const contracts::PaymentCancelled& event) const;
    void on_refund_completed(runtime::Transaction& tx,
                             const contracts::RefundCompleted& event) const;
    void on_order_approved(runtime::Transaction& tx, const contracts::OrderApproved& event) const;
    void on_order_rejected(runtime::Transaction& tx, const contracts::OrderRejected& event) const;
    void on_delivery_started(runtime::Transaction& tx,
                             const contracts::DeliveryStarted& event) const;
    void on_delivery_status_changed(runtime::Transaction& tx,
                                    const contracts::DeliveryStatusChanged& event) const;
    void on_delivery_completed(runtime::Transaction& tx,
                               const contracts::DeliveryCompleted& event) const;
    void on_shipment_stopped(runtime::Transaction& tx,
                             const contracts::ShipmentStopped& event) const;
    void on_deadline(runtime::Transaction& tx, const Uuid& order) const;
    // Nothing: the order is not delivered.
    std::optional<Order> confirm_receipt(runtime::Transaction& tx, const OrderId& id) const;

  private:
    using Decide = std::function<Decisions(Order&)>;
    // With the lines only where the decision needs them: orders may have thousands.
    using DecideWithLines = std::function<Decisions(Order&, const std::vector<Line>&)>;

    void advance(runtime::Transaction& tx, const OrderId& id, const Decide& decide) const;
    void advance_with_lines(runtime::Transaction& tx, const OrderId& id,
                            const DecideWithLines& decide) const;

    const Orders& orders_;
};

}  // namespace jangteo::order

#pragma once

// Routes of orders: for members, sellers and operators.

#include "contracts/order/orders.hpp"
#include "order/app/advance_order.hpp"
#include "order/app/cancel_order.hpp"
#include "order/app/create_order.hpp"
#include "order/app/order_reader.hpp"
#include "runtime/registry.hpp"
#include "runtime/watches.hpp"

namespace jangteo::order {

class HttpOrders {
  public:
    HttpOrders(const CreateOrderHandler& create, const CancelOrderHandler& cancel,
               const AdvanceOrderHandler& advance, const OrderReader& reads,
               runtime::Watches& watches)
        : create_(create), cancel_(cancel), advance_(advance), reads_(reads), watches_(watches) {}

    void install(runtime::Registry& registry);

  private:
    void install_create_order(runtime::Routes& routes);
    void install_member_reads(runtime::Routes& routes);
    void install_member_changes(runtime::Routes& routes);
    void install_seller_routes(runtime::Routes& routes);
    void install_operator_routes(runtime::Registry& registry);
    void install_stream(runtime::Routes& routes);

    runtime::HttpAnswer create_order(runtime::Transaction& tx, const runtime::Call& call,
                                     const contracts::CreateOrderRequest& body) const;
    runtime::HttpAnswer cancel_order(runtime::Transaction& tx, const runtime::Call& call,
                                     const contracts::CancelOrderRequest& body) const;
    runtime::HttpAnswer refund_lines(runtime::Transaction& tx, const runtime::Call& call,
                                     const contracts::RefundLinesRequest& body) const;

    const CreateOrderHandler& create_;
    const CancelOrderHandler& cancel_;
    const AdvanceOrderHandler& advance_;
    const OrderReader& reads_;
    runtime::Watches& watches_;
};

}  // namespace jangteo::order

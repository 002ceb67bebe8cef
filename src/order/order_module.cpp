#include "order/order_module.hpp"

#include "contracts/order/events.hpp"
#include "order/app/announce.hpp"
#include "order/app/follow_catalog.hpp"
#include "order/in/http_carts.hpp"
#include "order/in/http_orders.hpp"
#include "order/out/audit_orders.hpp"
#include "order/out/sql_orders.hpp"

namespace jangteo::order {

using runtime::Transaction;

struct OrderModule::Parts {
    Parts(OrderOptions options, runtime::Watches& watches)
        : create(orders, offers, carts, buyers, options.payment_period),
          cancel(orders),
          advance(orders),
          follow(offers, buyers),
          change_cart(carts),
          http_orders(create, cancel, advance, orders, watches),
          http_carts(change_cart, carts, offers) {}

    SqlOrders orders;
    SqlOffers offers;
    SqlCarts carts;
    SqlBuyers buyers;
    CreateOrderHandler create;
    CancelOrderHandler cancel;
    AdvanceOrderHandler advance;
    FollowCatalogHandler follow;
    ChangeCartHandler change_cart;
    HttpOrders http_orders;
    HttpCarts http_carts;
};

OrderModule::OrderModule(OrderOptions options, runtime::Watches& watches)
    : parts_(std::make_unique<Parts>(options, watches)) {}

OrderModule::~OrderModule() = default;

void OrderModule::audit(sql::Connection& db, runtime::Audit& audit) { audit_orders(db, audit); }

void OrderModule::install(runtime::Registry& registry) {
    registry.add_migrations(migrations());
    parts_->http_orders.install(registry);
    parts_->http_carts.install(registry.routes);

    registry.publishes<contracts::OrderCreated>();
    registry.publishes<contracts::OrderStatusChanged>();
    registry.publishes<contracts::OrderCancellationRequested>();
    registry.publishes<contracts::OrderCancelled>();

    auto reacts = [&registry]<class Event, class Handler>(
                      Handler& handler, void (Handler::*react)(Transaction&, const Event&) const) {
        registry.on<Event>("order", [&handler, react](Transaction& tx, const Event& e) {
            (handler.*react)(tx, e);
        });
    };
    AdvanceOrderHandler& advance = parts_->advance;
    reacts(advance, &AdvanceOrderHandler::on_stock_reserved);
    reacts(advance, &AdvanceOrderHandler::on_stock_rejected);
    reacts(advance, &AdvanceOrderHandler::on_stock_released);
    reacts(advance, &AdvanceOrderHandler::on_payment_completed);
    reacts(advance, &AdvanceOrderHandler::on_payment_cancelled);
    reacts(advance, &AdvanceOrderHandler::on_refund_completed);
    reacts(advance, &AdvanceOrderHandler::on_order_approved);
    reacts(advance, &AdvanceOrderHandler::on_order_rejected);
    reacts(advance, &AdvanceOrderHandler::on_delivery_started);
    reacts(advance, &AdvanceOrderHandler::on_delivery_status_changed);
    reacts(advance, &AdvanceOrderHandler::on_delivery_completed);
    reacts(advance, &AdvanceOrderHandler::on_shipment_stopped);
    registry.on_timer(deadline_timer,
                      [&advance](Transaction& tx, const Uuid& id) { advance.on_deadline(tx, id); });

    FollowCatalogHandler& follow = parts_->follow;
    reacts(follow, &FollowCatalogHandler::on_product_created);
    reacts(follow, &FollowCatalogHandler::on_product_updated);
    reacts(follow, &FollowCatalogHandler::on_product_status_changed);
    reacts(follow, &FollowCatalogHandler::on_product_price_changed);
    reacts(follow, &FollowCatalogHandler::on_enterprise_verified);
    reacts(follow, &FollowCatalogHandler::on_enterprise_rejected);
    reacts(follow, &FollowCatalogHandler::on_member_disabled);
}

}  // namespace jangteo::order

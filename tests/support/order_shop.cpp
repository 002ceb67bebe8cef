#include "tests/support/order_shop.hpp"

#include "contracts/catalog/events.hpp"
#include "contracts/delivery/events.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/member/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/payment/events.hpp"
#include "contracts/seller/events.hpp"
#include "kernel/check.hpp"

namespace jangteo::test {

using runtime::subject;
using runtime::Transaction;

std::string code_of(const HttpAnswer& answer) {
    return std::string(boost::json::parse(answer.body).at("code").as_string());
}

OrderShop::OrderShop(runtime::Delivery delivery) : shop(1, delivery) {
    module.install(shop.registry);
    install_stand_ins();
    shop.start();
    apple = offer(farm, "사과", won(1'000));
    pear = offer(farm, "배", won(500));
    chair = offer(joiner, "의자", won(2'000));
}

SkuId OrderShop::offer(const EnterpriseId& seller, const std::string& name, Money price) {
    contracts::ProductCreated created;
    created.product_id = shop.new_id<ProductId>();
    created.enterprise_id = seller;
    created.status = contracts::ProductStatus::active;
    created.name_ko = name;
    created.name_en = name;
    auto sku = shop.new_id<SkuId>();
    created.variants.push_back({sku, "", "", price});
    shop.publish(subject(created.product_id, 1), created);
    return sku;
}

HttpAnswer OrderShop::get(const std::string& target, const std::string& as) {
    return shop.call(Method::get, target, "", as, {.headers = {}, .key = "-"});
}

HttpAnswer OrderShop::post(const std::string& target, const std::string& body,
                           const std::string& as, CallOptions options) {
    auto answer = shop.call(Method::post, target, body, as, std::move(options));
    shop.settle();
    return answer;
}

std::string OrderShop::order_body(const std::vector<Wanted>& wanted) {
    boost::json::array lines;
    for (const Wanted& line : wanted) {
        lines.push_back({{"sku_id", line.sku.text()}, {"quantity", line.quantity}});
    }
    boost::json::object body;
    body["lines"] = std::move(lines);
    body["recipient"] = {{"name", "김철수"},
                         {"phone", "010-1234-5678"},
                         {"postal_code", "04524"},
                         {"address", "서울특별시 중구 세종대로 110"}};
    return boost::json::serialize(body);
}

HttpAnswer OrderShop::try_order(const std::vector<Wanted>& wanted, CallOptions options) {
    return post("/v1/orders", order_body(wanted), token, std::move(options));
}

OrderId OrderShop::order() {
    auto answer = try_order({{apple, 2}, {pear, 1}, {chair, 3}});
    check(answer.status == 201, "an order is placed");
    auto id = boost::json::parse(answer.body).at("order_id").as_string();
    return *OrderId::parse(std::string_view(id));
}

OrderId OrderShop::paid_order() {
    auto id = order();
    pay(id);
    return id;
}

void OrderShop::pay(const OrderId& id) {
    captured_[id] = totals_.at(id);
    shop.publish(subject(id, 5), contracts::PaymentCompleted{
                                     {}, id, "key", "card", totals_.at(id), shop.clock.now()});
}

void OrderShop::start_shipment(const OrderId& id, const EnterpriseId& seller) {
    shop.publish(subject(id, 6), contracts::DeliveryStarted{{}, id, seller, "carrier", "1"});
}

void OrderShop::deliver(const OrderId& id, const EnterpriseId& seller) {
    shop.publish(subject(id, 7), contracts::DeliveryCompleted{{}, id, seller});
}

void OrderShop::decide(const OrderId& id, const EnterpriseId& seller, bool approved) {
    if (approved) {
        shop.publish(subject(id, 4), contracts::OrderApproved{id, seller});
    } else {
        shop.publish(subject(id, 4), contracts::OrderRejected{id, seller, "sold elsewhere"});
    }
}

std::string OrderShop::path(const OrderId& id, const std::string& rest) {
    return "/v1/orders/" + id.text() + rest;
}

boost::json::value OrderShop::view(const OrderId& id) {
    return boost::json::parse(get(path(id), token).body);
}

std::string OrderShop::status(const OrderId& id) {
    return std::string(view(id).at("status").as_string());
}

void OrderShop::install_stand_ins() {
    runtime::Registry& registry = shop.registry;
    registry.publishes<contracts::StockReserved>();
    registry.publishes<contracts::StockRejected>();
    registry.publishes<contracts::StockReleased>();
    registry.publishes<contracts::PaymentCompleted>();
    registry.publishes<contracts::PaymentCancelled>();
    registry.publishes<contracts::RefundCompleted>();
    registry.publishes<contracts::OrderApproved>();
    registry.on<contracts::OrderCreated>("inventory", [this](Transaction& tx,
                                                             const contracts::OrderCreated& event) {
        totals_[event.order_id] = event.total;
        auto about = subject(event.order_id, 1);
        if (has_stock) {
            tx.publish(about, contracts::StockReserved{event.order_id, {}, tx.now() + hours(1)});
        } else {
            tx.publish(about, contracts::StockRejected{event.order_id, {}});
        }
    });
    registry.on<contracts::OrderCancellationRequested>(
        "inventory", [this](Transaction& tx, const contracts::OrderCancellationRequested& event) {
            if (!undoes || event.stop_shipment) return;
            tx.publish(subject(event.order_id, 2),
                       contracts::StockReleased{event.order_id, event.cancellation_id});
        });
    registry.on<contracts::OrderCancellationRequested>(
        "payment", [this](Transaction& tx, const contracts::OrderCancellationRequested& event) {
            if (!undoes || event.stop_shipment) return;
            auto about = subject(event.order_id, 3);
            if (captured_.contains(event.order_id)) {
                tx.publish(about, contracts::RefundCompleted{
                                      {}, {}, event.order_id, event.cancellation_id, event.refund});
            } else {
                tx.publish(about,
                           contracts::PaymentCancelled{{}, event.order_id, event.cancellation_id});
            }
        });
    registry.on<contracts::OrderStatusChanged>(
        "seller", [this](Transaction& tx, const contracts::OrderStatusChanged& event) {
            if (event.to != contracts::OrderStatus::paid || !sellers_approve) return;
            for (const auto& part : event.parts) {
                tx.publish(subject(event.order_id, 4),
                           contracts::OrderApproved{event.order_id, part.enterprise_id});
            }
        });
}

}  // namespace jangteo::test

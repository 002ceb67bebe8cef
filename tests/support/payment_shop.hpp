#pragma once

// PaymentShop: the payment service alone, with the order's events published by the test and the
// provider played by a model.

#include <fmt/format.h>

#include "contracts/order/events.hpp"
#include "contracts/payment/events.hpp"
#include "contracts/payment/payments.hpp"
#include "payment/out/sql_payment_methods.hpp"
#include "payment/payment_module.hpp"
#include "tests/support/payment_provider.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

class PaymentShop {
  public:
    static constexpr std::int64_t price = 12'000;

    explicit PaymentShop(std::uint64_t seed = 1,
                         runtime::Delivery delivery = runtime::Delivery::local)
        : shop(seed, delivery),
          module({.browser = {"test_ck", "http://shop/ok", "http://shop/fail", "", ""}},
                 {shop.metrics, &provider}) {
        module.install(shop.registry);
        shop.registry.publishes<contracts::OrderCreated>();
        shop.registry.publishes<contracts::OrderStatusChanged>();
        shop.registry.publishes<contracts::OrderCancellationRequested>();
        shop.start();
        member = shop.new_id<MemberId>();
        token = shop.as_member(member);
    }

    OrderId place(std::optional<PaymentMethodId> method = {}) {
        auto order = shop.new_id<OrderId>();
        contracts::OrderCreated created;
        created.order_id = order;
        created.member_id = member;
        created.name = "셔츠 외 1건";
        created.total = won(price);
        created.payment_method_id = method;
        created.payment_deadline = shop.clock.now() + hours(48);
        shop.publish(runtime::subject(order, 1), created);
        return order;
    }

    void allow(const OrderId& order) {
        contracts::OrderStatusChanged changed;
        changed.order_id = order;
        changed.member_id = member;
        changed.to = contracts::OrderStatus::awaiting_payment;
        shop.publish(runtime::subject(order, 2), changed);
    }

    OrderId place_payable() {
        auto order = place();
        allow(order);
        return order;
    }

    CancellationId cancel(const OrderId& order, bool is_whole = true, std::int64_t refund = 0) {
        auto id = shop.new_id<CancellationId>();
        cancel_as(id, order, is_whole, refund);
        return id;
    }

    void cancel_as(const CancellationId& id, const OrderId& order, bool is_whole,
                   std::int64_t refund) {
        contracts::OrderCancellationRequested requested;
        requested.order_id = order;
        requested.cancellation_id = id;
        requested.whole = is_whole;
        requested.refund = won(refund);
        requested.reason = "member";
        shop.publish(runtime::subject(order, 3), requested);
    }

    HttpAnswer confirm(const OrderId& order, const std::string& key, std::int64_t amount = price,
                       CallOptions options = {}) {
        auto answer = shop.call(Method::post, "/v1/payments/confirm",
                                fmt::format(R"({{"payment_key":"{}","order_id":"{}",)"
                                            R"("amount":{{"amount":{},"currency":"KRW"}}}})",
                                            key, order.text(), amount),
                                token, std::move(options));
        shop.settle();
        return answer;
    }

    // Authenticates at the provider and confirms.
    HttpAnswer pay(const OrderId& order, const std::string& key = "pk_1") {
        provider.authenticate(key, order, price);
        return confirm(order, key);
    }

    HttpAnswer notify(const OrderId& order, const std::string& status) {
        auto answer =
            shop.call(Method::post, "/v1/webhooks/toss",
                      fmt::format(R"({{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"x",)"
                                  R"("data":{{"orderId":"{}","status":"{}","more":1}}}})",
                                  order.text(), status));
        shop.settle();
        return answer;
    }

    contracts::PaymentView read(const OrderId& order) {
        auto answer = shop.call(Method::get, "/v1/orders/" + order.text() + "/payment", "", token);
        return codec::decode_json<contracts::PaymentView>(answer.body).value();
    }
    contracts::PaymentStatus status_of(const OrderId& order) { return read(order).status; }

    ModelProvider provider;
    TestShop shop;
    payment::PaymentModule module;
    MemberId member;
    std::string token;
};

}  // namespace jangteo::test

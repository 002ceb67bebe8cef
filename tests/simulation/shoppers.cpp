#include "tests/simulation/shoppers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace jangteo::simulation {
namespace {

using runtime::HttpAnswer;
using runtime::Method;

std::int64_t total_of(const HttpAnswer& answer) {
    constexpr std::string_view mark = R"("total":{"amount":)";
    auto begin = answer.body.find(mark);
    std::int64_t total = 0;
    if (begin == std::string::npos) return total;
    const char* first = answer.body.data() + begin + mark.size();
    std::from_chars(first, answer.body.data() + answer.body.size(), total);
    return total;
}

PayingBy draw_way(Chance& chance, bool has_method) {
    std::int64_t way = chance.below(20);
    if (way == 0) return PayingBy::nothing;
    if (way < 5) return PayingBy::account;
    return way < 10 && has_method ? PayingBy::stored_method : PayingBy::card;
}

}  // namespace

Shoppers::Shoppers(Market& market, Provider& provider)
    : market_(market), world_(market.world), provider_(provider) {}

void Shoppers::plan(Duration within) {
    Chance& chance = world_.chance;
    for (std::int64_t i = 0; i < market_.size.orders; ++i) {
        auto purchase = std::make_unique<Purchase>();
        purchase->number = i + 1;
        purchase->buyer = static_cast<std::size_t>(chance.below(market_.size.members));
        purchase->by = draw_way(chance, !market_.buyers[purchase->buyer].payment_method.empty());
        std::int64_t lines = 1 + chance.below(3);
        for (std::int64_t line = 0; line < lines; ++line) {
            auto& thing =
                market_.goods[static_cast<std::size_t>(chance.below(market_.size.products))];
            purchase->lines.emplace_back(thing.sku, 1 + chance.below(3));
        }
        Purchase& planned = *purchase;
        purchases_.push_back(std::move(purchase));
        world_.after(chance.between({}, within), [this, &planned] { begin(planned); });
    }
}

void Shoppers::begin(Purchase& purchase) {
    Buyer& buyer = market_.buyers[purchase.buyer];
    if (buyer.is_at_the_cart || !world_.chance.one_in(4)) return order(purchase, false);
    buyer.is_at_the_cart = true;
    fill_cart(purchase, 0);
}

void Shoppers::fill_cart(Purchase& purchase, std::size_t next) {
    if (next == purchase.lines.size()) {
        // Between the cart and the order a price may change.
        world_.after(world_.chance.between(seconds(1), minutes(30)),
                     [this, &purchase] { order(purchase, true); });
        return;
    }
    const auto& [sku, quantity] = purchase.lines[next];
    world_.ask({.method = Method::put,
                .path = "/v1/cart/lines/" + sku.text(),
                .body = fmt::format(R"({{"quantity":{}}})", quantity),
                .token = token_of(purchase)},
               [this, &purchase, next](const HttpAnswer&) { fill_cart(purchase, next + 1); });
}

void Shoppers::order(Purchase& purchase, bool from_cart) {
    std::string what = R"("from_cart":true)";
    if (!from_cart) {
        what = R"("lines":[)";
        for (const auto& [sku, quantity] : purchase.lines) {
            if (what.back() == '}') what += ',';
            what += fmt::format(R"({{"sku_id":"{}","quantity":{}}})", sku.text(), quantity);
        }
        what += ']';
    }
    if (purchase.by == PayingBy::stored_method) {
        what += fmt::format(R"(,"payment_method_id":"{}")",
                            market_.buyers[purchase.buyer].payment_method);
    }
    // The note says whose purchase it is: two orders with one note came of one click.
    std::string body = fmt::format(R"({{{},"recipient":{{"name":"김","phone":"010-0",)"
                                   R"("postal_code":"04524","address":"서울","note":"{}"}}}})",
                                   what, purchase.number);
    world_.ask({.method = Method::post,
                .path = "/v1/orders",
                .body = std::move(body),
                .token = token_of(purchase),
                .key = fmt::format("order-{}", purchase.number)},
               [this, &purchase, from_cart](const HttpAnswer& answer) {
                   if (from_cart) market_.buyers[purchase.buyer].is_at_the_cart = false;
                   ordered(purchase, answer);
               });
}

void Shoppers::ordered(Purchase& purchase, const HttpAnswer& answer) {
    if (answer.status != 201) return;
    purchase.order = field_of(answer, "order_id");
    purchase.total = total_of(answer);
    acknowledged_.push_back(purchase.order);
    Chance& chance = world_.chance;
    maybe_cancel(purchase);
    if (purchase.by == PayingBy::card || purchase.by == PayingBy::account) {
        Duration delay = chance.one_in(8) ? chance.between(minutes(30), minutes(55))
                                          : chance.between(milliseconds(300), minutes(6));
        world_.after(delay, [this, &purchase] { prepare_payment(purchase, 0); });
    }
}

void Shoppers::prepare_payment(Purchase& purchase, int tries) {
    auto request = post(world_, "/v1/payments/prepare",
                        fmt::format(R"({{"order_id":"{}"}})", purchase.order), token_of(purchase));
    world_.ask(request, [this, &purchase, tries](const HttpAnswer& answer) {
        if (answer.status == 200) return authenticate(purchase);
        // Not yet payable, perhaps: the stock may still be on its way to be held.
        if (tries == 3) return;
        world_.after(seconds(20),
                     [this, &purchase, tries] { prepare_payment(purchase, tries + 1); });
    });
}

void Shoppers::authenticate(Purchase& purchase) {
    Chance& chance = world_.chance;
    std::string prefix(purchase.by == PayingBy::account ? account_prefix : "pk_");
    std::string key = fmt::format("{}{}_{}", prefix, purchase.number, ++purchase.keys);
    std::int64_t amount = purchase.total;
    if (world_.faults.strikes(Trouble::wrong_amount)) amount = 100;
    provider_.authenticate(key, *OrderId::parse(purchase.order), amount);
    world_.after(chance.between(milliseconds(100), seconds(30)),
                 [this, &purchase, key] { confirm(purchase, key); });
    // Another window, another card, the same order.
    if (purchase.keys == 1 && chance.one_in(12)) {
        world_.after(chance.between(milliseconds(1), seconds(20)),
                     [this, &purchase] { authenticate(purchase); });
    }
}

void Shoppers::confirm(Purchase& purchase, const std::string& payment_key) {
    Chance& chance = world_.chance;
    auto request = post(
        world_, "/v1/payments/confirm",
        fmt::format(
            R"({{"payment_key":"{}","order_id":"{}","amount":{{"amount":{},"currency":"KRW"}}}})",
            payment_key, purchase.order, purchase.total),
        token_of(purchase));
    world_.ask(request, [](const HttpAnswer&) {});
    if (chance.one_in(10)) {
        // Loaded again: the same return under a key of its own.
        request.key = world_.new_key();
        world_.after(chance.between({}, seconds(5)),
                     [this, request] { world_.ask(request, [](const HttpAnswer&) {}); });
    }
    if (purchase.by == PayingBy::account && !chance.one_in(5)) {
        Duration delay = chance.between(minutes(1), minutes(70));
        world_.after(delay, [this, payment_key] { provider_.deposit(payment_key); });
    }
    world_.after(chance.between(seconds(20), minutes(4)),
                 [this, &purchase] { look_after_payment(purchase); });
}

void Shoppers::look_after_payment(Purchase& purchase) {
    world_.send({.path = "/v1/orders/" + purchase.order + "/payment", .token = token_of(purchase)},
                [this, &purchase](const HttpAnswer& answer) {
                    bool may_try = answer.body.find(R"("status":"payable")") != std::string::npos;
                    if (may_try && purchase.keys < 3) prepare_payment(purchase, 3);
                });
}

void Shoppers::maybe_cancel(Purchase& purchase) {
    Chance& chance = world_.chance;
    if (!chance.one_in(4)) return;
    bool whole = chance.one_in(2);
    Duration delay = chance.between({}, seconds(30));
    switch (chance.below(4)) {
        case 0: break;
        case 1: delay = chance.between(seconds(30), minutes(20)); break;
        case 2: delay = chance.between(minutes(10), hours(20)); break;
        default: delay = chance.between(hours(1), hours(60)); break;
    }
    world_.after(delay, [this, &purchase, whole] { cancel(purchase, whole); });
}

void Shoppers::cancel(Purchase& purchase, bool whole) {
    std::string lines = whole ? "" : R"(,"lines":[{"line":1,"quantity":1}])";
    bool is_operator = whole && world_.chance.one_in(5);
    std::string path =
        (is_operator ? "/v1/ops/orders/" : "/v1/orders/") + purchase.order + "/cancel";
    std::string body = fmt::format(R"({{"reason":"changed my mind"{}}})", lines);
    world_.ask(post(world_, path, body, is_operator ? market_.operator_token : token_of(purchase)),
               [](const HttpAnswer&) {});
}

void Shoppers::on_status(const contracts::OrderStatusChanged& event) {
    if (event.to != contracts::OrderStatus::delivered || world_.chance.one_in(3)) return;
    auto buyer = std::ranges::find(market_.buyers, event.member_id, &Buyer::id);
    if (buyer == market_.buyers.end()) return;
    auto request =
        post(world_, "/v1/orders/" + event.order_id.text() + "/confirm-receipt", "", buyer->token);
    world_.after(world_.chance.between(minutes(5), hours(40)),
                 [this, request] { world_.ask(request, [](const HttpAnswer&) {}); });
}

}  // namespace jangteo::simulation

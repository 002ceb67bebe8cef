#include "tests/simulation/shopkeepers.hpp"

#include <fmt/format.h>

#include "tests/simulation/violation.hpp"

namespace jangteo::simulation {
namespace {

using contracts::OrderStatus;
using runtime::HttpAnswer;
using runtime::Method;

void nothing(const HttpAnswer&) {}

}  // namespace

std::set<std::string> ids_in(const std::string& body, std::string_view prefix) {
    std::set<std::string> ids;
    std::string mark = "\"" + std::string(prefix) + "_";
    for (auto at = body.find(mark); at != std::string::npos; at = body.find(mark, at + 1)) {
        ids.insert(body.substr(at + 1, prefix.size() + 27));
    }
    return ids;
}

Shopkeepers::Shopkeepers(Market& market, Carrier& carrier)
    : market_(market), world_(market.world), carrier_(carrier) {}

void Shopkeepers::plan(Duration within) {
    Chance& chance = world_.chance;
    auto plan = [&](std::int64_t times, void (Shopkeepers::*what)(std::size_t)) {
        for (std::int64_t i = 0; i < times; ++i) {
            auto thing = static_cast<std::size_t>(chance.below(market_.size.products));
            world_.after(chance.between({}, within), [this, what, thing] { (this->*what)(thing); });
        }
    };
    plan(4, &Shopkeepers::change_price);
    plan(2, &Shopkeepers::restock);
    plan(1, &Shopkeepers::edit_together);
}

void Shopkeepers::on_status(const contracts::OrderStatusChanged& event) {
    Chance& chance = world_.chance;
    for (const contracts::OrderPart& part : event.parts) {
        std::size_t seller = market_.seller_of(part.enterprise_id);
        if (seller == market_.sellers.size()) continue;
        const Shopkeeper& keeper = market_.sellers[seller];
        std::string order = event.order_id.text();
        if (event.to == OrderStatus::paid && keeper.decides_by_hand && !chance.one_in(10)) {
            world_.after(chance.between(seconds(5), hours(5)),
                         [this, seller, order] { decide(seller, order); });
        }
        if (event.to == OrderStatus::approved && keeper.ships_by_hand) {
            world_.after(chance.between(minutes(1), hours(9)),
                         [this, seller] { ship_all_that_wait(seller); });
        }
        bool may_refund = event.to == OrderStatus::approved || event.to == OrderStatus::delivered;
        if (may_refund && chance.one_in(15)) {
            world_.after(chance.between(seconds(1), hours(30)),
                         [this, seller, order] { refund(seller, order); });
        }
    }
}

void Shopkeepers::on_started(const contracts::DeliveryStarted& event) {
    std::size_t seller = market_.seller_of(event.enterprise_id);
    if (event.carrier != "my.bike" || seller == market_.sellers.size()) return;
    std::string shipment = event.shipment_id.text();
    world_.after(world_.chance.between(hours(1), hours(30)),
                 [this, seller, shipment] { move_by_hand(seller, shipment); });
}

void Shopkeepers::decide(std::size_t seller, const std::string& order) {
    bool approves = !world_.chance.one_in(6);
    std::string path = "/v1/seller/approvals/" + order + (approves ? "/approve" : "/reject");
    world_.ask(post(world_, path, approves ? "" : R"({"reason":"sold elsewhere"})",
                    market_.sellers[seller].token),
               nothing);
}

void Shopkeepers::decide_all_that_wait(std::size_t seller) {
    world_.ask({.path = "/v1/seller/approvals?filter[status]=waiting&limit=100",
                .token = market_.sellers[seller].token},
               [this, seller](const HttpAnswer& answer) {
                   for (const std::string& order : ids_in(answer.body, "ord"))
                       decide(seller, order);
               });
}

void Shopkeepers::ship_all_that_wait(std::size_t seller) {
    world_.ask({.path = "/v1/seller/shipments?filter[status]=ready&limit=100",
                .token = market_.sellers[seller].token},
               [this, seller](const HttpAnswer& answer) {
                   for (const std::string& shipment : ids_in(answer.body, "shp"))
                       ship(seller, shipment);
               });
}

void Shopkeepers::ship(std::size_t seller, const std::string& shipment) {
    const Shopkeeper& keeper = market_.sellers[seller];
    if (!keeper.ships_by_hand || world_.chance.one_in(6)) {
        world_.ask(post(world_, "/v1/seller/shipments/" + shipment + "/book", "", keeper.token),
                   nothing);
        return;
    }
    std::string number = fmt::format("7000{:08}", ++numbers_);
    if (keeper.carrier != "my.bike") carrier_.bring(keeper.carrier, number);
    world_.ask(
        post(world_, "/v1/seller/shipments/" + shipment + "/tracking",
             fmt::format(R"({{"carrier":"{}","tracking_number":"{}"}})", keeper.carrier, number),
             keeper.token),
        nothing);
}

void Shopkeepers::move_by_hand(std::size_t seller, const std::string& shipment) {
    std::string status = world_.chance.one_in(10) ? "returned" : "delivered";
    world_.ask(post(world_, "/v1/seller/shipments/" + shipment + "/status",
                    fmt::format(R"({{"status":"{}"}})", status), market_.sellers[seller].token),
               nothing);
}

void Shopkeepers::deliver_all_that_travel(std::size_t seller) {
    world_.ask({.path = "/v1/seller/shipments?filter[status]=shipped&limit=100",
                .token = market_.sellers[seller].token},
               [this, seller](const HttpAnswer& answer) {
                   for (const std::string& shipment : ids_in(answer.body, "shp")) {
                       move_by_hand(seller, shipment);
                   }
               });
}

void Shopkeepers::refund(std::size_t seller, const std::string& order) {
    bool restock = world_.chance.one_in(2);
    world_.ask(
        post(world_, "/v1/seller/orders/" + order + "/refunds",
             fmt::format(
                 R"({{"reason":"damaged","lines":[{{"line":1,"quantity":1}}],"restock":{}}})",
                 restock),
             market_.sellers[seller].token),
        nothing);
}

void Shopkeepers::change_price(std::size_t index) {
    const Goods& thing = market_.goods[index];
    world_.ask(post(world_,
                    fmt::format("/v1/seller/products/{}/variants/{}/price", thing.product,
                                thing.sku.text()),
                    fmt::format(R"({{"price":{{"amount":{},"currency":"KRW"}}}})",
                                1'000 + 100 * world_.chance.below(300)),
                    market_.sellers[thing.seller].token),
               nothing);
}

void Shopkeepers::restock(std::size_t index) {
    const Goods& thing = market_.goods[index];
    world_.ask(
        post(world_, "/v1/seller/stock-movements",
             fmt::format(R"({{"movements":[{{"sku_id":"{}","kind":"restock","quantity":{}}}]}})",
                         thing.sku.text(), 1 + world_.chance.below(20)),
             market_.sellers[thing.seller].token),
        nothing);
}

// Two of one shop change the same product, each from what they have read.
void Shopkeepers::edit_together(std::size_t index) {
    const Goods& thing = market_.goods[index];
    const Shopkeeper& keeper = market_.sellers[thing.seller];
    world_.ask(
        {.path = "/v1/products/" + thing.product, .token = keeper.token},
        [this, &thing, &keeper](const HttpAnswer& read) {
            constexpr std::string_view mark = "\"version\":";
            auto at = read.body.find(mark);
            if (read.status != 200 || at == std::string::npos) return;
            auto end = read.body.find_first_not_of("0123456789", at + mark.size());
            std::string version = read.body.substr(at + mark.size(), end - at - mark.size());
            auto successes = std::make_shared<int>(0);
            for (int i = 0; i < 2; ++i) {
                Request change{
                    .method = Method::patch,
                    .path = "/v1/seller/products/" + thing.product,
                    .body = fmt::format(R"({{"name":{{"ko":"이름 {}","en":"Name {}"}}}})", i, i),
                    .token = i == 0 ? keeper.token : keeper.staff_token,
                    .key = world_.new_key(),
                    .if_match = version};
                world_.ask(change, [this, &thing, successes](const HttpAnswer& answer) {
                    if (answer.status == 200) ++*successes;
                    world_.coverage.checked("A5");
                    if (*successes > 1)
                        throw Violation("A5", thing.product,
                                        "two changes of one version both counted: one is lost");
                });
            }
        });
}

void Shopkeepers::look_around() {
    for (std::size_t seller = 0; seller < market_.sellers.size(); ++seller) {
        if (market_.sellers[seller].decides_by_hand) decide_all_that_wait(seller);
        ship_all_that_wait(seller);
        if (market_.sellers[seller].carrier == "my.bike") deliver_all_that_travel(seller);
    }
    ask_about_payments();
    replay_letters();
    look_after_parcels();
}

void Shopkeepers::ask_about_payments() {
    world_.ask({.path = "/v1/ops/payments/escalated?limit=100", .token = market_.operator_token},
               [this](const HttpAnswer& answer) {
                   for (const std::string& payment : ids_in(answer.body, "pay")) {
                       world_.ask(post(world_, "/v1/ops/payments/" + payment + "/ask", "",
                                       market_.operator_token),
                                  nothing);
                   }
               });
}

void Shopkeepers::replay_letters() {
    world_.ask({.path = "/v1/ops/dead-letters?limit=100", .token = market_.operator_token},
               [this](const HttpAnswer& answer) {
                   for (const std::string& letter : ids_in(answer.body, "dlq")) {
                       world_.ask(post(world_, "/v1/ops/dead-letters/" + letter + "/replay", "",
                                       market_.operator_token),
                                  nothing);
                   }
               });
}

// What the carrier never says, an operator finds out.
void Shopkeepers::look_after_parcels() {
    world_.ask({.path = "/v1/seller/shipments?filter[needs_attention]=true&limit=100",
                .token = market_.operator_token},
               [this](const HttpAnswer& answer) {
                   bool is_ended = answer.body.find("tracking_ended") != std::string::npos;
                   for (const std::string& shipment : ids_in(answer.body, "shp")) {
                       world_.ask(post(world_, "/v1/seller/shipments/" + shipment + "/book", "",
                                       market_.operator_token),
                                  nothing);
                       if (!is_ended) continue;
                       world_.ask(post(world_, "/v1/seller/shipments/" + shipment + "/status",
                                       R"({"status":"delivered"})", market_.operator_token),
                                  nothing);
                   }
               });
}

}  // namespace jangteo::simulation

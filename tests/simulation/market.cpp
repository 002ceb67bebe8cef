#include "tests/simulation/market.hpp"

#include <fmt/format.h>

#include "kernel/check.hpp"
#include "tests/support/business_number.hpp"

namespace jangteo::simulation {
namespace {

using runtime::HttpAnswer;
using runtime::Method;
using runtime::Role;

}  // namespace

Request post(World& world, std::string path, std::string body, const std::string& token) {
    return {.method = Method::post,
            .path = std::move(path),
            .body = std::move(body),
            .token = token,
            .key = world.new_key()};
}

Market::Market(World& in_world, const MarketSize& wanted) : world(in_world), size(wanted) {
    open();
}

std::string Market::token_of(const runtime::Principal& principal) {
    return world.stage.tokens.issue(principal, world.now(), days(3650));
}

HttpAnswer Market::must(const Request& request) {
    HttpAnswer answer = world.call(request);
    if (answer.status >= 300) {
        check(false, "the market opens: " + request.path + " " + answer.body);
    }
    return answer;
}

void Market::open() {
    runtime::Ids ids(world.stage.random);
    runtime::Principal principal{
        .member = ids.next<MemberId>(world.now()),
        .enterprise = {},
        .session = {},
        .roles = static_cast<runtime::Roles>(bit(Role::customer) | bit(Role::operator_)),
        .actor = {},
        .expires_at = {}};
    operator_token = token_of(principal);
    auto category = must(post(world, "/v1/admin/categories",
                              R"({"slug":"all","name":{"ko":"모두","en":"All"}})", operator_token));
    for (std::int64_t i = 0; i < size.members; ++i) register_buyer(i);
    for (std::int64_t i = 0; i < size.sellers; ++i) open_shop(i);
    for (std::int64_t i = 0; i < size.products; ++i) list_product(i, field_of(category, "id"));
    fill_shelves();
}

void Market::register_buyer(std::int64_t number) {
    auto made = must(
        {.method = Method::post,
         .path = "/v1/members",
         .body = fmt::format(
             R"({{"email":"buyer{}@example.com","password":"a long enough one","name":"손님 {}"}})",
             number, number)});
    Buyer buyer;
    buyer.id = *MemberId::parse(field_of(made, "id"));
    buyer.token = token_of({.member = buyer.id,
                            .enterprise = {},
                            .session = {},
                            .roles = bit(Role::customer),
                            .actor = {},
                            .expires_at = {}});
    if (size.is_plain || chance().one_in(2)) {
        auto window = must(post(world, "/v1/payment-methods/prepare", "", buyer.token));
        auto method = must(post(world, "/v1/payment-methods",
                                fmt::format(R"({{"auth_key":"auth-{}","customer_key":"{}"}})",
                                            number, field_of(window, "customer_key")),
                                buyer.token));
        buyer.payment_method = field_of(method, "id");
    }
    buyers.push_back(std::move(buyer));
}

void Market::open_shop(std::int64_t number) {
    const Buyer& owner = buyers[static_cast<std::size_t>(number % size.members)];
    auto made = must(
        post(world, "/v1/admin/enterprises",
             fmt::format(R"({{"name":"가게 {}","business_number":"{}",)"
                         R"("representative":"대표",)"
                         R"("email":"s{}@example.com","phone":"02-000-0000",)"
                         R"("settlement_account":)"
                         R"({{"bank":"국민","number":"0","holder":"가게"}},"owner_member_id":"{}",)"
                         R"("verified":true}})",
                         number, test::business_number(number), number, owner.id.text()),
             operator_token));
    Shopkeeper seller;
    seller.id = *EnterpriseId::parse(field_of(made, "id"));
    runtime::Principal principal{
        .member = owner.id,
        .enterprise = seller.id,
        .session = {},
        .roles = static_cast<runtime::Roles>(bit(Role::customer) | bit(Role::seller_owner)),
        .actor = {},
        .expires_at = {}};
    seller.token = token_of(principal);
    seller.staff_token = token_of(principal);
    seller.decides_by_hand = size.is_plain ? number == 1 : chance().one_in(3);
    seller.ships_by_hand = size.is_plain ? number == 1 : chance().one_in(3);
    if (seller.decides_by_hand) {
        must({.method = Method::put,
              .path = "/v1/seller/approval-policy",
              .body =
                  fmt::format(R"({{"mode":"manual","within_hours":{}}})", 1 + chance().below(24)),
              .token = seller.token});
    }
    if (seller.ships_by_hand) {
        seller.carrier = size.is_plain || chance().one_in(2) ? "my.bike" : "kr.epost";
        must({.method = Method::put,
              .path = "/v1/seller/shipping-policy",
              .body = fmt::format(R"({{"mode":"manual","carrier":"{}"}})", seller.carrier),
              .token = seller.token});
    }
    sellers.push_back(std::move(seller));
}

void Market::list_product(std::int64_t number, const std::string& category) {
    auto seller = static_cast<std::size_t>(number % size.sellers);
    std::int64_t price = 1'000 + 100 * chance().below(300);
    auto made = must(post(
        world, "/v1/seller/products",
        fmt::format(
            R"({{"category_id":"{}","name":{{"ko":"물건 {}","en":"Thing {}"}},"status":"active",)"
            R"("variants":[{{"sku_code":"thing-{}","price":{{"amount":{},"currency":"KRW"}}}}]}})",
            category, number, number, number, price),
        sellers[seller].token));
    goods.push_back({*SkuId::parse(field_of(made, "sku_id")), field_of(made, "id"), seller, price});
}

void Market::fill_shelves() {
    for (const Goods& thing : goods) {
        bool is_scarce = chance().one_in(3);
        std::int64_t quantity = is_scarce ? 3 + chance().below(12) : 30 + chance().below(60);
        if (size.is_plain) quantity = 5;
        must(post(
            world, "/v1/seller/stock-movements",
            fmt::format(R"({{"movements":[{{"sku_id":"{}","kind":"restock","quantity":{}}}]}})",
                        thing.sku.text(), quantity),
            sellers[thing.seller].token));
    }
}

std::size_t Market::seller_of(const EnterpriseId& id) const {
    for (std::size_t i = 0; i < sellers.size(); ++i) {
        if (sellers[i].id == id) return i;
    }
    return sellers.size();
}

}  // namespace jangteo::simulation

#include "tests/support/whole_shop.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "contracts/payment/events.hpp"
#include "kernel/check.hpp"
#include "runtime/ops_routes.hpp"

namespace jangteo::test {

WholeShop::WholeShop()
    : member_({shop.tokens, shop.passwords, shop.digest, shop.random}),
      order_({}, shop.watches),
      payment_({.browser = {"test_ck", "http://shop/ok", "http://shop/fail", "", ""}},
               {shop.metrics, &provider}),
      delivery_({}, {shop.metrics, &booking, &tracking}) {
    install();
    open_for_business();
    stock_the_shelf();
    take_orders();
}

void WholeShop::install() {
    member_.install(shop.registry);
    seller_.install(shop.registry);
    catalog_.install(shop.registry);
    inventory_.install(shop.registry);
    order_.install(shop.registry);
    payment_.install(shop.registry);
    delivery_.install(shop.registry);
    runtime::install_ops_routes(shop.registry, [this]() -> runtime::Lane& { return *shop.lane; });
    shop.start();
}

// The member `wanted` of the answer, which must be a success.
std::string WholeShop::post(const std::string& target, const std::string& body,
                            const std::string& token, std::string_view wanted) {
    auto answer = shop.call(Method::post, target, body, token);
    check(answer.status < 300, fmt::format("{} answers {}", target, answer.body));
    auto value = boost::json::parse(answer.body).as_object();
    return wanted.empty() ? "" : std::string(value.at(wanted).as_string());
}

void WholeShop::open_for_business() {
    auto enroll = [this](const std::string& who) {
        return post(
            "/v1/members",
            fmt::format(R"({{"email":"{}@shop.example","password":"long enough 1","name":"{}"}})",
                        who, who),
            "", "id");
    };
    names_["operator"] = shop.as_operator(shop.new_id<MemberId>());
    names_["member_id"] = enroll("buyer");
    names_["buyer"] = shop.as_member(*MemberId::parse(names_["member_id"]));
    std::string owner = enroll("seller");
    names_["enterprise_id"] =
        post("/v1/admin/enterprises",
             fmt::format(R"({{"name":"농장","business_number":"1234567891","representative":"대표",
            "email":"seller@shop.example","phone":"02-000-0000",
            "settlement_account":{{"bank":"국민","number":"00000000000","holder":"farm"}},
            "owner_member_id":"{}","verified":true}})",
                         owner),
             names_["operator"], "id");
    names_["seller"] =
        shop.as_seller(*MemberId::parse(owner), *EnterpriseId::parse(names_["enterprise_id"]));
    shop.settle();
}

void WholeShop::stock_the_shelf() {
    names_["slug"] = "fruit";
    names_["category_id"] =
        post("/v1/admin/categories", R"({"slug":"fruit","name":{"ko":"과일","en":"Fruit"}})",
             names_["operator"], "id");
    auto answer = shop.call(
        Method::post, "/v1/seller/products",
        fmt::format(R"({{"category_id":"{}","name":{{"ko":"사과","en":"Apple"}},"status":"active",
            "variants":[{{"sku_code":"apple","price":{{"amount":1000,"currency":"KRW"}}}}]}})",
                    names_["category_id"]),
        names_["seller"]);
    check(answer.status == 201, answer.body);
    auto product = boost::json::parse(answer.body).as_object();
    names_["product_id"] = product.at("id").as_string().c_str();
    names_["sku_id"] =
        product.at("variants").as_array()[0].as_object().at("sku_id").as_string().c_str();
    post("/v1/seller/stock-movements",
         fmt::format(R"({{"movements":[{{"sku_id":"{}","kind":"restock","quantity":100000,
             "reason":"opening"}}]}})",
                     names_["sku_id"]),
         names_["seller"], "");
    shop.settle();
}

// One that waits for its payment, one that is on its way.
void WholeShop::take_orders() {
    auto order = [this] {
        return post("/v1/orders",
                    fmt::format(R"({{"lines":[{{"sku_id":"{}","quantity":2}}],
                        "recipient":{{"name":"김철수","phone":"010-1234-5678",
                        "postal_code":"04524","address":"서울특별시 중구 세종대로 110"}}}})",
                                names_["sku_id"]),
                    names_["buyer"], "order_id");
    };
    names_["order_id"] = order();
    names_["paid_order_id"] = order();
    auto paid = *OrderId::parse(names_["paid_order_id"]);
    shop.publish(
        runtime::subject(paid, 5),
        contracts::PaymentCompleted{{}, paid, "key", "card", won(2'000), shop.clock.now()});
    names_["payment_id"] = PaymentId(OrderId::parse(names_["order_id"])->uuid()).text();
    auto shipments = shop.call(Method::get, "/v1/seller/shipments", "", names_["seller"]);
    auto list = boost::json::parse(shipments.body).at("data").as_array();
    if (!list.empty()) names_["shipment_id"] = list[0].at("id").as_string().c_str();
}

}  // namespace jangteo::test

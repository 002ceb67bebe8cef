#include "tests/support/live_market.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace jangteo::test {
namespace {

namespace json = boost::json;

constexpr std::int64_t restock_max = 1'000'000;
constexpr int await_tries = 2'000;  // of ten milliseconds

json::object both(const std::string& text) { return {{"ko", text}, {"en", text}}; }

json::object recipient() {
    return {{"name", "김장터"},
            {"phone", "010-0000-0000"},
            {"postal_code", "04524"},
            {"address", "서울 중구 세종대로 110"}};
}

}  // namespace

LiveMarket::LiveMarket(ShopClient& shop, const MarketSize& size) : shop_(shop) {
    const auto session = made(
        "log in",
        shop_.post("/v1/sessions", {{"email", operator_email}, {"password", operator_password}}));
    operator_token_ = std::string(session.at("access_token").as_string());
    open_seller(size);
    list_products(size);
    for (int i = 0; i < size.members; ++i) {
        members_.push_back(acting(new_member("member" + std::to_string(i) + "@test.example"), ""));
    }
}

json::object LiveMarket::made(std::string_view what, const ShopAnswer& answer) const {
    if (!answer.ok()) {
        throw std::runtime_error(std::string(what) + ": " + std::to_string(answer.status) + " " +
                                 answer.body);
    }
    return answer.json();
}

std::string LiveMarket::new_member(const std::string& email) {
    const auto member =
        made("member", shop_.post("/v1/admin/members", {{"email", email}, {"name", "test"}},
                                  operator_token_, email));
    return std::string(member.at("id").as_string());
}

std::string LiveMarket::acting(const std::string& member, const std::string& enterprise) {
    json::object body{{"reason", "test"}};
    if (!enterprise.empty()) body["enterprise_id"] = enterprise;
    const auto token = made("token", shop_.post("/v1/admin/members/" + member + "/access-tokens",
                                                body, operator_token_, "token-" + member));
    return std::string(token.at("access_token").as_string());
}

void LiveMarket::open_seller(const MarketSize& size) {
    const std::string owner = new_member("seller@test.example");
    const json::object account{{"bank", "국민"}, {"number", "00000000000"}, {"holder", "test"}};
    const auto enterprise = made("enterprise", shop_.post("/v1/admin/enterprises",
                                                          {{"name", "Test"},
                                                           {"business_number", "1018116503"},
                                                           {"representative", "test"},
                                                           {"email", "seller@test.example"},
                                                           {"phone", "02-000-0000"},
                                                           {"settlement_account", account},
                                                           {"owner_member_id", owner},
                                                           {"verified", true}},
                                                          operator_token_, "enterprise"));
    seller_token_ = acting(owner, std::string(enterprise.at("id").as_string()));
    if (size.approval.empty()) return;
    made("policy", shop_.call({.method = runtime::Method::put,
                               .target = "/v1/seller/approval-policy",
                               .token = seller_token_,
                               .body = json::serialize(json::object{{"mode", size.approval}})}));
}

void LiveMarket::list_products(const MarketSize& size) {
    const auto category = made(
        "category", shop_.post("/v1/admin/categories", {{"slug", "test"}, {"name", both("시험")}},
                               operator_token_, "category"));
    json::array movements;
    for (int i = 0; i < size.products; ++i) {
        const std::string code = "test-" + std::to_string(i);
        const json::object variant{{"sku_code", code},
                                   {"price", {{"amount", market_price}, {"currency", "KRW"}}}};
        const auto product = made("product", shop_.post("/v1/seller/products",
                                                        {{"category_id", category.at("id")},
                                                         {"name", both(code)},
                                                         {"status", "active"},
                                                         {"variants", json::array{variant}}},
                                                        seller_token_, code));
        products_.push_back(std::string(product.at("id").as_string()));
        const json::value& sku = product.at("variants").at(0).at("sku_id");
        skus_.push_back(std::string(sku.as_string()));
        if (size.stock == 0) continue;
        movements.push_back(json::object{{"sku_id", sku},
                                         {"kind", "restock"},
                                         {"quantity", std::min(size.stock, restock_max)},
                                         {"reason", "test"}});
    }
    if (movements.empty()) return;
    made("stock", shop_.post("/v1/seller/stock-movements", {{"movements", movements}},
                             seller_token_, "stock"));
}

std::string LiveMarket::order_body(const std::string& sku, int quantity) {
    const json::object line{{"sku_id", sku}, {"quantity", quantity}};
    return json::serialize(json::object{{"lines", json::array{line}}, {"recipient", recipient()}});
}

ShopAnswer LiveBuyer::place(const std::string& sku, const std::string& key, int quantity,
                            int wait_seconds) {
    return shop_.call({.target = "/v1/orders",
                       .token = token_,
                       .body = LiveMarket::order_body(sku, quantity),
                       .key = key,
                       .wait_seconds = wait_seconds});
}

std::string LiveBuyer::authorise(const std::string& order, std::int64_t amount) {
    return toss_
        .post("/__sandbox/payments",
              {{"amount", amount}, {"orderId", order}, {"orderName", "test"}, {"authorize", true}})
        .text("paymentKey");
}

ShopAnswer LiveBuyer::confirm(const std::string& order, const std::string& payment_key,
                              const std::string& key, std::int64_t amount, int wait_seconds) {
    const json::object body{{"payment_key", payment_key},
                            {"order_id", order},
                            {"amount", {{"amount", amount}, {"currency", "KRW"}}}};
    return shop_.call({.target = "/v1/payments/confirm",
                       .token = token_,
                       .body = json::serialize(body),
                       .key = key,
                       .wait_seconds = wait_seconds});
}

ShopAnswer LiveBuyer::cancel(const std::string& order, const std::string& key) {
    return shop_.post("/v1/orders/" + order + "/cancel", {{"reason", "test"}}, token_, key);
}

ShopAnswer LiveBuyer::order(const std::string& order) {
    return shop_.get("/v1/orders/" + order, token_);
}

std::string LiveBuyer::buy(const std::string& sku, const std::string& key) {
    const std::string id = place(sku, key + "-place").text("order_id");
    const std::string payment_key = id.empty() ? "" : authorise(id);
    if (payment_key.empty() || !confirm(id, payment_key, key + "-pay").ok()) return "";
    return id;
}

std::string LiveBuyer::await(const std::string& id, std::string_view status) {
    std::string now;
    for (int i = 0; i < await_tries; ++i) {
        now = order(id).text("status");
        if (now == status) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return now;
}

LiveCrowd::LiveCrowd(ShopClient& shop, ShopClient& toss, const LiveMarket& market)
    : shop_(shop), toss_(toss), market_(market) {
    for (std::size_t i = 0; i < buyers; ++i) threads_.emplace_back([this, i] { buy(i); });
}

void LiveCrowd::buy(std::size_t buyer) {
    LiveBuyer member(shop_, toss_, market_.member(buyer));
    for (int n = 0; !ends_; ++n) {
        const auto answer = member.place(market_.sku(buyer), std::to_string(n), 1, 0);
        if (answer.status == 201) acknowledged_[buyer].push_back(answer.text("order_id"));
    }
}

void LiveCrowd::stop() {
    ends_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

std::size_t LiveCrowd::orders() const {
    std::size_t count = 0;
    for (const auto& orders : acknowledged_) count += orders.size();
    return count;
}

std::vector<std::string> LiveCrowd::unknown_to(ShopClient& shop) const {
    std::vector<std::string> unknown;
    for (std::size_t i = 0; i < buyers; ++i) {
        LiveBuyer member(shop, toss_, market_.member(i));
        for (const std::string& order : acknowledged_[i]) {
            if (member.order(order).status != 200) unknown.push_back(order);
        }
    }
    return unknown;
}

}  // namespace jangteo::test

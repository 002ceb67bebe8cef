#include "boot/bench/bench_shop.hpp"

#include <fmt/core.h>

namespace jangteo::boot {
namespace {

namespace json = boost::json;

constexpr int members_wanted = 256;
constexpr int products_wanted = 64;
constexpr std::int64_t stock_wanted = 900'000;  // of each unit, several times
constexpr int restocks = 10;
constexpr std::string_view password = "bench-operator-password";
// Of each other, where they are processes of their own.
constexpr Duration services_hear_within = seconds(30);

Config bench_config(Config config, const std::string& data) {
    config.data = data;
    config.port = 0;
    config.log_level = "warning";
    config.operator_password = password;
    config.mutations_per_second = 0;
    config.logins_per_second = 0;
    return config;
}

}  // namespace

BenchShop::BenchShop(const std::string& folder, const Config& servers) : data_(folder + "/shop") {
    sandboxes_ =
        std::make_unique<Sandboxes>(folder, "", std::vector<std::string>{"--no-auto-advance"});
    toss_url_ = sandboxes_->toss_url();
    Config config = bench_config(servers, data_);
    config.toss_url = toss_url_;
    config.carrier_url = sandboxes_->carrier_url();
    shop_ = std::make_unique<Shop>(config);
    shop_->start();
    api_ = std::make_unique<ApiClient>(shop_->url());
    set_up({config.operator_email, config.operator_password});
}

BenchShop::BenchShop(const Endpoints& running)
    : toss_url_(running.toss_url),
      api_(std::make_unique<ApiClient>(running.shop_url, services_hear_within)) {
    set_up(running.login);
}

BenchShop::~BenchShop() { stop(); }

void BenchShop::stop() {
    if (shop_) shop_->stop();
    api_.reset();
    shop_.reset();
}

void BenchShop::set_up(const OperatorLogin& login) {
    operator_token_ = api_->log_in(login.email, login.password);
    auto member = [&](const std::string& email) {
        auto made =
            api_->post("/v1/admin/members", {{"email", email}, {"name", "bench"}}, operator_token_);
        return text_at(made, "id");
    };
    auto acting = [&](const std::string& id, const json::value& enterprise) {
        json::object body{{"reason", "bench"}};
        if (enterprise.is_string()) body["enterprise_id"] = enterprise;
        auto made = api_->post("/v1/admin/members/" + id + "/access-tokens", body, operator_token_);
        return text_at(made, "access_token");
    };
    std::string owner = member("seller@bench.example");
    auto enterprise =
        api_->post("/v1/admin/enterprises",
                   {{"name", "Bench"},
                    {"business_number", "1018116503"},
                    {"representative", "bench"},
                    {"email", "seller@bench.example"},
                    {"phone", "02-000-0000"},
                    {"settlement_account",
                     {{"bank", "국민"}, {"number", "00000000000"}, {"holder", "jangteo"}}},
                    {"owner_member_id", owner},
                    {"verified", true}},
                   operator_token_);
    std::string seller = acting(owner, enterprise.as_object().at("id"));
    auto category = api_->post("/v1/admin/categories",
                               {{"slug", "bench"}, {"name", {{"ko", "시험"}, {"en", "Bench"}}}},
                               operator_token_);
    for (int i = 0; i < products_wanted; ++i) {
        auto product = api_->post(
            "/v1/seller/products",
            {{"category_id", text_at(category, "id")},
             {"name",
              {{"ko", fmt::format("시험 상품 {}", i)}, {"en", fmt::format("Bench product {}", i)}}},
             {"status", "active"},
             {"variants",
              json::array{json::object{{"sku_code", fmt::format("bench-{}", i)},
                                       {"price", {{"amount", 12'000}, {"currency", "KRW"}}}}}}},
            seller);
        products_.push_back(text_at(product, "id"));
        skus_.push_back(text_at(product.as_object().at("variants").as_array().at(0), "sku_id"));
    }
    for (int n = 0; n < restocks; ++n) {
        json::array movements;
        for (const std::string& sku : skus_) {
            movements.push_back(json::object{{"sku_id", sku},
                                             {"kind", "restock"},
                                             {"quantity", stock_wanted},
                                             {"reason", "bench"}});
        }
        api_->post("/v1/seller/stock-movements", {{"movements", std::move(movements)}}, seller);
    }
    for (int i = 0; i < members_wanted; ++i) {
        member_tokens_.push_back(acting(member(fmt::format("member{}@bench.example", i)), nullptr));
    }
}

}  // namespace jangteo::boot

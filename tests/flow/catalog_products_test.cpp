// Stories of sellers and their products.

#include <gtest/gtest.h>

#include "tests/flow/catalog_shop.hpp"

namespace jangteo::test {
namespace {

constexpr auto shirt = R"({
    "category_id": "%CATEGORY%",
    "name": {"ko": "셔츠", "en": "Shirt"},
    "description": {"ko": "면", "en": "Cotton"},
    "options": [{"name": "색상", "values": ["빨강", "파랑"]}, {"name": "크기", "values": ["S", "L"]}],
    "variants": [
        {"sku_code": "S-RED-S", "option_values": ["빨강", "S"],
         "price": {"amount": 12000, "currency": "KRW"}},
        {"sku_code": "S-BLUE-L", "option_values": ["파랑", "L"],
         "price": {"amount": 9000, "currency": "KRW"}}
    ],
    "attributes": {"소재": "면 100%"},
    "images": ["https://images.example/shirt.jpg"]
})";

std::string with_category(std::string_view body, const CategoryId& category) {
    std::string text(body);
    auto at = text.find("%CATEGORY%");
    if (at != std::string::npos) text.replace(at, 10, category.text());
    return text;
}

TEST(CatalogProducts, a_draft_is_its_sellers_alone_until_it_is_put_on_sale) {
    CatalogShop shop;
    auto created = shop.call(Method::post, "/v1/seller/products",
                             with_category(shirt, shop.category), shop.seller_token);
    ASSERT_EQ(created.status, 201) << created.body;
    auto product = json_body(created);
    EXPECT_EQ(product.at("status").as_string(), "draft");
    EXPECT_EQ(product.at("price_from").at("amount").as_int64(), 9000);
    EXPECT_EQ(product.at("variants").at(0).at("option_text").as_string(), "빨강 / S");

    std::string path = "/v1/products/" + std::string(product.at("id").as_string());
    EXPECT_EQ(shop.call(Method::get, path).status, 404);
    EXPECT_EQ(shop.call(Method::get, path, "", shop.other_token).status, 404);
    EXPECT_EQ(shop.call(Method::get, path, "", shop.seller_token).status, 200);

    std::string own = "/v1/seller/products/" + std::string(product.at("id").as_string());
    auto active =
        shop.call(Method::post, own + "/status", R"({"status": "active"})", shop.seller_token);
    ASSERT_EQ(active.status, 200) << active.body;
    auto shown = shop.call(Method::get, path);
    ASSERT_EQ(shown.status, 200);
    EXPECT_EQ(shown.body, active.body);
    EXPECT_EQ(shop.last_event<contracts::ProductStatusChanged>()->sku_ids.size(), 2U);
}

TEST(CatalogProducts, the_page_is_the_newest_one_after_every_change) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 12'000);
    std::string path = "/v1/products/" + sku.product.text();
    std::string own = "/v1/seller/products/" + sku.product.text();
    for (int round = 1; round <= 5; ++round) {
        EXPECT_EQ(json_body(shop.call(Method::get, path)).at("version").as_int64(), round);
        std::string body =
            R"({"name": {"ko": "셔츠)" + std::to_string(round) + R"(", "en": "Shirt"}})";
        ASSERT_EQ(shop.call(Method::patch, own, body, shop.seller_token).status, 200);
        auto page = json_body(shop.call(Method::get, path));
        EXPECT_EQ(page.at("name").at("ko").as_string(), "셔츠" + std::to_string(round));
    }
    auto page = shop.call(Method::get, path);
    EXPECT_EQ(page.headers.front().value, "\"6\"");
}

TEST(CatalogProducts, if_match_refuses_a_change_of_something_already_changed) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 12'000);
    std::string own = "/v1/seller/products/" + sku.product.text();
    std::string body = R"({"name": {"ko": "새 이름", "en": "New"}})";
    auto first = shop.call(Method::patch, own, body, shop.seller_token,
                           {.headers = {{"if-match", "\"1\""}}});
    EXPECT_EQ(first.status, 200);
    auto second = shop.call(Method::patch, own, body, shop.seller_token,
                            {.headers = {{"if-match", "\"1\""}}});
    EXPECT_EQ(second.status, 412);
    EXPECT_EQ(problem_code(second), "version_mismatch");
}

TEST(CatalogProducts, a_seller_changes_only_its_own_and_an_operator_anyones) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 12'000);
    std::string own = "/v1/seller/products/" + sku.product.text();
    std::string price = own + "/variants/" + sku.id.text() + "/price";
    std::string body = R"({"price": {"amount": 1, "currency": "KRW"}})";
    EXPECT_EQ(shop.call(Method::post, price, body, shop.other_token).status, 404);
    EXPECT_EQ(shop.call(Method::post, own + "/status", R"({"status": "deleted"})", shop.other_token)
                  .status,
              404);
    EXPECT_EQ(
        shop.call(Method::get, own + "/variants/" + sku.id.text() + "/prices", "", shop.other_token)
            .status,
        404);
    EXPECT_EQ(shop.call(Method::get, "/v1/products/" + sku.product.text() + "/statistics", "",
                        shop.other_token)
                  .status,
              404);
    EXPECT_EQ(shop.call(Method::post, price, body, shop.operator_token).status, 200);
}

TEST(CatalogProducts, what_a_command_names_must_exist) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 12'000);
    std::string unknown = "/v1/seller/products/" + shop.new_id<ProductId>().text();
    auto nowhere = shop.call(Method::patch, unknown, "{}", shop.seller_token);
    EXPECT_EQ(nowhere.status, 404);
    EXPECT_EQ(problem_code(nowhere), "unknown_product");
    std::string body = R"({"category_id": ")" + shop.new_id<CategoryId>().text() + "\"}";
    auto misplaced = shop.call(Method::patch, "/v1/seller/products/" + sku.product.text(), body,
                               shop.seller_token);
    EXPECT_EQ(problem_code(misplaced), "unknown_category");
    auto created = shop.call(Method::post, "/v1/seller/products",
                             with_category(shirt, shop.new_id<CategoryId>()), shop.seller_token);
    EXPECT_EQ(problem_code(created), "unknown_category");
}

TEST(CatalogProducts, prices_have_a_history) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 12'000);
    std::string variant =
        "/v1/seller/products/" + sku.product.text() + "/variants/" + sku.id.text();
    for (int amount : {11'000, 11'000, 10'000}) {
        std::string body =
            R"({"price": {"amount": )" + std::to_string(amount) + R"(, "currency": "KRW"}})";
        ASSERT_EQ(shop.call(Method::post, variant + "/price", body, shop.seller_token).status, 200);
    }
    EXPECT_EQ(shop.count_events<contracts::ProductPriceChanged>(), 2U);
    auto history =
        json_body(shop.call(Method::get, variant + "/prices?limit=1", "", shop.seller_token));
    ASSERT_EQ(history.at("data").as_array().size(), 1U);
    EXPECT_EQ(history.at("data").at(0).at("from").at("amount").as_int64(), 11'000);
    std::string cursor(history.at("meta").at("next_cursor").as_string());
    history = json_body(shop.call(Method::get, variant + "/prices?limit=1&cursor=" + cursor, "",
                                  shop.seller_token));
    EXPECT_EQ(history.at("data").at(0).at("from").at("amount").as_int64(), 12'000);
    EXPECT_FALSE(history.at("meta").as_object().contains("next_cursor"));
}

TEST(CatalogProducts, a_sku_code_belongs_to_one_product_of_the_enterprise_until_that_is_deleted) {
    CatalogShop shop;
    std::string body = with_category(shirt, shop.category);
    auto first = shop.call(Method::post, "/v1/seller/products", body, shop.seller_token);
    ASSERT_EQ(first.status, 201);
    auto again = shop.call(Method::post, "/v1/seller/products", body, shop.seller_token);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(problem_code(again), "sku_code_taken");
    EXPECT_EQ(shop.call(Method::post, "/v1/seller/products", body, shop.other_token).status, 201);

    std::string own = "/v1/seller/products/" + std::string(json_body(first).at("id").as_string());
    EXPECT_EQ(
        shop.call(Method::post, own + "/status", R"({"status": "deleted"})", shop.seller_token)
            .status,
        200);
    EXPECT_EQ(shop.call(Method::post, "/v1/seller/products", body, shop.seller_token).status, 201);
    auto gone = shop.call(Method::patch, own, R"({"images": []})", shop.seller_token);
    EXPECT_EQ(problem_code(gone), "product_deleted");
}

TEST(CatalogProducts, variants_are_added_and_changed) {
    CatalogShop shop;
    auto created = shop.call(Method::post, "/v1/seller/products",
                             with_category(shirt, shop.category), shop.seller_token);
    std::string own = "/v1/seller/products/" + std::string(json_body(created).at("id").as_string());
    std::string more = R"({"variants": [{"sku_code": "S-RED-L", "option_values": ["빨강", "L"],
                           "price": {"amount": 8000, "currency": "KRW"}}]})";
    auto added = shop.call(Method::post, own + "/variants", more, shop.seller_token);
    ASSERT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(shop.last_event<contracts::ProductUpdated>()->variants.size(), 3U);

    std::string sku(json_body(added).at("variants").at(2).at("sku_id").as_string());
    auto taken = shop.call(Method::patch, own + "/variants/" + sku,
                           R"({"option_values": ["빨강", "S"]})", shop.seller_token);
    EXPECT_EQ(problem_code(taken), "duplicate_option_values");
    auto changed =
        shop.call(Method::patch, own + "/variants/" + sku,
                  R"({"sku_code": "NEW", "option_values": ["파랑", "S"]})", shop.seller_token);
    EXPECT_EQ(changed.status, 200) << changed.body;
    auto unknown = shop.call(Method::patch, own + "/variants/" + shop.new_id<SkuId>().text(),
                             R"({"sku_code": "X"})", shop.seller_token);
    EXPECT_EQ(problem_code(unknown), "unknown_sku");
}

TEST(CatalogProducts, only_a_verified_enterprise_lists_and_losing_that_takes_everything_off_sale) {
    CatalogShop shop;
    auto stranger = shop.as_seller(shop.new_id<MemberId>(), shop.new_id<EnterpriseId>());
    auto refused = shop.call(Method::post, "/v1/seller/products",
                             with_category(shirt, shop.category), stranger);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(problem_code(refused), "enterprise_not_verified");

    std::vector<Sku> skus;
    for (int i = 0; i < 150; ++i) skus.push_back(shop.add_product("상품", 1'000 + i));
    shop.publish(runtime::subject(shop.seller, 2),
                 contracts::EnterpriseRejected{shop.seller, "폐업"});
    shop.advance(seconds(1));
    EXPECT_EQ(shop.count_events<contracts::ProductStatusChanged>(), 150U);
    EXPECT_EQ(shop.call(Method::get, "/v1/products/" + skus.back().product.text()).status, 404);
    EXPECT_TRUE(json_body(shop.call(Method::get, "/v1/products")).at("data").as_array().empty());

    std::string status = "/v1/seller/products/" + skus[0].product.text() + "/status";
    auto back = shop.call(Method::post, status, R"({"status": "active"})", shop.seller_token);
    EXPECT_EQ(problem_code(back), "enterprise_not_verified");
    shop.publish(runtime::subject(shop.seller, 3),
                 contracts::EnterpriseVerified{shop.seller, "한빛상회"});
    EXPECT_EQ(shop.call(Method::post, status, R"({"status": "active"})", shop.seller_token).status,
              200);
}

TEST(CatalogProducts, an_operator_creates_for_an_enterprise) {
    CatalogShop shop;
    auto body = boost::json::parse(with_category(shirt, shop.category)).as_object();
    body["enterprise_id"] = shop.other_seller.text();
    auto created = shop.call(Method::post, "/v1/admin/products", boost::json::serialize(body),
                             shop.operator_token);
    ASSERT_EQ(created.status, 201) << created.body;
    EXPECT_EQ(json_body(created).at("enterprise_id").as_string(), shop.other_seller.text());
    EXPECT_EQ(shop.call(Method::post, "/v1/admin/products", boost::json::serialize(body),
                        shop.seller_token)
                  .status,
              403);
}

boost::json::value statistics_of(CatalogShop& shop, const Sku& sku) {
    return json_body(shop.call(Method::get, "/v1/products/" + sku.product.text() + "/statistics",
                               "", shop.seller_token));
}

TEST(CatalogProducts, statistics_count_orders_that_come_late_and_each_once) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 10'000);
    auto orders = [&] { return statistics_of(shop, sku).at("orders").as_int64(); };
    auto late = shop.new_id<OrderId>();
    for (int i = 0; i < 300; ++i) shop.order({{sku, 1}});
    EXPECT_EQ(orders(), 300);
    shop.order_as(late, {{sku, 1}});
    EXPECT_EQ(orders(), 301);
    shop.order_as(late, {{sku, 1}});
    EXPECT_EQ(orders(), 301);
    shop.cancel(late, {{1, 1}});
    EXPECT_EQ(orders(), 300);
    for (int i = 0; i < 300; ++i) shop.order({{sku, 1}});
    EXPECT_EQ(orders(), 600);
    auto repeated = shop.new_id<OrderId>();
    shop.order_as(repeated, {{sku, 1}});
    shop.order_as(repeated, {{sku, 1}});
    for (int i = 0; i < 300; ++i) shop.order({{sku, 1}});
    EXPECT_EQ(orders(), 901);
}

TEST(CatalogProducts, statistics_count_what_was_ordered_less_what_was_cancelled) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 1'000);
    auto other = shop.add_product("바지", 1'000);
    shop.restock(sku, 10'000);
    shop.restock(other, 10'000);
    auto statistics = [&] { return statistics_of(shop, sku); };
    auto first = shop.order({{sku, 2}, {sku, 3}, {other, 1}});
    EXPECT_EQ(statistics().at("orders").as_int64(), 1);
    EXPECT_EQ(statistics().at("units").as_int64(), 5);
    EXPECT_EQ(statistics().at("revenue").at(0).at("amount").as_int64(), 5'000);
    EXPECT_TRUE(statistics().at("in_stock").as_bool());

    auto regretted = shop.order({{sku, 4}});
    shop.cancel(regretted, {{1, 4}});
    EXPECT_EQ(statistics().at("orders").as_int64(), 1) << "a cancellation of a row not yet folded";
    EXPECT_EQ(statistics().at("units").as_int64(), 5);

    // Across the bound at which rows are folded, before and after it.
    auto second = shop.order({{sku, 1}});
    for (int i = 0; i < 300; ++i) shop.order({{sku, 1}, {other, 1}});
    EXPECT_EQ(statistics().at("orders").as_int64(), 302);
    EXPECT_EQ(statistics().at("units").as_int64(), 306);
    shop.cancel(first, {{1, 2}});
    EXPECT_EQ(statistics().at("orders").as_int64(), 302);
    EXPECT_EQ(statistics().at("units").as_int64(), 304);
    auto again = shop.cancel(second, {{1, 1}});
    shop.publish_cancellation(second, again, {{1, 1}}, true);
    EXPECT_EQ(statistics().at("orders").as_int64(), 301);
    EXPECT_EQ(statistics().at("units").as_int64(), 303);
    shop.publish(runtime::subject(first, 9), contracts::OrderCancelled{first, {}, ""});
    EXPECT_EQ(statistics().at("orders").as_int64(), 300);
    EXPECT_EQ(statistics().at("units").as_int64(), 300);
    EXPECT_EQ(statistics().at("revenue").at(0).at("amount").as_int64(), 300'000);
}

}  // namespace
}  // namespace jangteo::test

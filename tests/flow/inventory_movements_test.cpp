// Stories of sellers who keep their stock.

#include <gtest/gtest.h>

#include "tests/flow/catalog_shop.hpp"

namespace jangteo::test {
namespace {

std::string line(const Sku& sku, std::string_view kind, std::int64_t quantity) {
    boost::json::object line{
        {"sku_id", sku.id.text()}, {"kind", kind}, {"quantity", quantity}, {"reason", "실사"}};
    return boost::json::serialize(line);
}

HttpAnswer move(CatalogShop& shop, const std::vector<std::string>& lines,
                const std::string& token) {
    std::string body = "{\"movements\": [";
    for (const auto& one : lines) body += (&one == &lines.front() ? "" : ",") + one;
    return shop.call(Method::post, "/v1/seller/stock-movements", body + "]}", token);
}

TEST(InventoryMovements, a_list_is_done_as_a_whole) {
    CatalogShop shop;
    auto shirt = shop.add_product("셔츠", 1'000);
    auto hat = shop.add_product("모자", 1'000);
    auto moved =
        move(shop, {line(shirt, "restock", 10), line(hat, "restock", 5), line(shirt, "adjust", -3)},
             shop.seller_token);
    ASSERT_EQ(moved.status, 201) << moved.body;
    EXPECT_EQ(json_body(moved).at("data").at(2).at("on_hand").as_int64(), 7);
    EXPECT_EQ(shop.stock(shirt).at("on_hand").as_int64(), 7);
    EXPECT_EQ(shop.stock(shirt).at("restocked").as_int64(), 10);
    EXPECT_EQ(shop.stock(shirt).at("adjusted").as_int64(), -3);
    auto history = json_body(
        shop.call(Method::get, "/v1/seller/stock-units/" + shirt.id.text() + "/movements?limit=1",
                  "", shop.seller_token));
    EXPECT_EQ(history.at("data").at(0).at("kind").as_string(), "adjust");
    EXPECT_EQ(history.at("data").at(0).at("reason").as_string(), "실사");
    EXPECT_TRUE(history.at("meta").as_object().contains("next_cursor"));
}

TEST(InventoryMovements, every_wrong_line_is_named_and_nothing_is_done) {
    CatalogShop shop;
    auto shirt = shop.add_product("셔츠", 1'000);
    auto theirs = shop.add_product("모자", 1'000, shop.category, shop.other_token);
    shop.restock(shirt, 5);
    shop.order({{shirt, 4}});
    auto refused =
        move(shop,
             {line(shirt, "restock", 10), line(shirt, "restock", 0), line(theirs, "restock", 1),
              line(shirt, "adjust", 0), line(shirt, "adjust", -12)},
             shop.seller_token);
    ASSERT_EQ(refused.status, 422) << refused.body;
    EXPECT_EQ(problem_code(refused), "stock_movements_refused");
    auto errors = json_body(refused).at("errors").as_array();
    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(errors[0].at("pointer").as_string(), "/movements/1/quantity");
    EXPECT_EQ(errors[0].at("code").as_string(), "restock_not_positive");
    EXPECT_EQ(errors[1].at("pointer").as_string(), "/movements/2/sku_id");
    EXPECT_EQ(errors[1].at("code").as_string(), "unknown_sku");
    EXPECT_EQ(errors[2].at("code").as_string(), "adjustment_zero");
    EXPECT_EQ(errors[3].at("code").as_string(), "below_reserved");
    EXPECT_EQ(shop.stock(shirt).at("on_hand").as_int64(), 5);
}

TEST(InventoryMovements, a_movement_needs_an_idempotency_key_and_is_done_once_for_it) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 1'000);
    std::string body = "{\"movements\": [" + line(sku, "restock", 10) + "]}";
    auto post = [&](const std::string& key) {
        return shop.call(Method::post, "/v1/seller/stock-movements", body, shop.seller_token,
                         {.key = key});
    };
    EXPECT_EQ(post("-").status, 400);
    EXPECT_EQ(post("k").status, 201);
    EXPECT_EQ(post("k").status, 201);
    EXPECT_EQ(shop.stock(sku).at("on_hand").as_int64(), 10);
}

TEST(InventoryMovements, a_seller_reads_and_changes_only_its_own_units) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 1'000);
    std::string unit = "/v1/seller/stock-units/" + sku.id.text();
    EXPECT_EQ(shop.call(Method::get, unit, "", shop.other_token).status, 404);
    EXPECT_EQ(shop.call(Method::get, unit + "/movements", "", shop.other_token).status, 404);
    EXPECT_EQ(
        shop.call(Method::put, unit + "/low-stock", R"({"threshold": 1})", shop.other_token).status,
        404);
    EXPECT_EQ(shop.call(Method::get, unit, "", shop.as_member(shop.new_id<MemberId>())).status,
              403);
    auto list = json_body(
        shop.call(Method::get, "/v1/seller/stock-units?filter[product_id]=" + sku.product.text(),
                  "", shop.other_token));
    EXPECT_TRUE(list.at("data").as_array().empty());
    EXPECT_EQ(shop.call(Method::get, "/v1/seller/stock-units", "", shop.operator_token).status,
              400);
    auto all = json_body(
        shop.call(Method::get, "/v1/seller/stock-units?filter[enterprise_id]=" + shop.seller.text(),
                  "", shop.operator_token));
    EXPECT_EQ(all.at("data").as_array().size(), 1U);
}

TEST(InventoryMovements, buyers_see_whether_there_is_some_but_not_how_much_of_a_lot) {
    CatalogShop shop;
    auto sku = shop.add_product("셔츠", 1'000);
    std::string path = "/v1/products/" + sku.product.text() + "/stock";
    EXPECT_FALSE(json_body(shop.call(Method::get, path)).at("in_stock").as_bool());
    shop.restock(sku, 7);
    EXPECT_EQ(
        json_body(shop.call(Method::get, path)).at("variants").at(0).at("quantity").as_int64(), 7);
    shop.restock(sku, 500);
    EXPECT_EQ(
        json_body(shop.call(Method::get, path)).at("variants").at(0).at("quantity").as_int64(), 99);
    ASSERT_EQ(shop.call(Method::post, "/v1/seller/products/" + sku.product.text() + "/status",
                        R"({"status": "inactive"})", shop.seller_token)
                  .status,
              200);
    shop.settle();
    EXPECT_EQ(shop.call(Method::get, path).status, 404);
}

}  // namespace
}  // namespace jangteo::test

// Stories of people who browse: categories, lists, facets.

#include <gtest/gtest.h>

#include "tests/flow/catalog_shop.hpp"

namespace jangteo::test {
namespace {

std::vector<std::string> names_in(const boost::json::value& list) {
    std::vector<std::string> names;
    for (const auto& item : list.at("data").as_array())
        names.emplace_back(item.at("name").at("ko").as_string());
    return names;
}

std::vector<std::string> names(CatalogShop& shop, const std::string& query) {
    auto answer = shop.call(Method::get, "/v1/products" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return names_in(json_body(answer));
}

// Follows the cursors to the end.
std::vector<std::string> all_names(CatalogShop& shop, const std::string& query) {
    std::vector<std::string> all;
    std::string cursor;
    do {
        auto page = json_body(shop.call(Method::get, "/v1/products" + query + cursor));
        for (auto& name : names_in(page)) all.push_back(name);
        auto next = page.at("meta").as_object().find("next_cursor");
        cursor = next == page.at("meta").as_object().end()
                     ? ""
                     : "&cursor=" + std::string(next->value().as_string());
    } while (!cursor.empty());
    return all;
}

using Names = std::vector<std::string>;

TEST(CatalogLists, newest_first_or_by_price_page_by_page) {
    CatalogShop shop;
    shop.add_product("가", 3'000);
    shop.add_product("나", 1'000);
    shop.add_product("다", 2'000);
    shop.add_product("라", 2'000);
    EXPECT_EQ(names(shop, ""), (Names{"라", "다", "나", "가"}));
    EXPECT_EQ(all_names(shop, "?limit=1"), (Names{"라", "다", "나", "가"}));
    EXPECT_EQ(all_names(shop, "?limit=1&sort=price"), (Names{"나", "다", "라", "가"}));
    EXPECT_EQ(all_names(shop, "?limit=1&sort=-price"), (Names{"가", "라", "다", "나"}));
    EXPECT_EQ(all_names(shop, "?limit=3&sort=price&filter[price_min]=2000&filter[price_max]=2000"),
              (Names{"다", "라"}));
    EXPECT_EQ(all_names(shop, "?limit=1&filter[price_min]=2000"), (Names{"라", "다", "가"}));
    EXPECT_TRUE(names(shop, "?sort=price&filter[currency]=USD").empty());
}

TEST(CatalogLists, a_category_includes_what_is_below_it) {
    CatalogShop shop;
    auto shoes = shop.add_category("shoes", shop.category);
    auto hats = shop.add_category("hats", shop.category);
    shop.add_product("구두", 1'000, shoes, shop.seller_token);
    shop.add_product("모자", 1'000, hats, shop.other_token);
    shop.add_product("장화", 2'000, shoes, shop.other_token);
    EXPECT_EQ(names(shop, "?filter[category]=shoes"), (Names{"장화", "구두"}));
    EXPECT_EQ(names(shop, "?filter[category]=all"), (Names{"장화", "모자", "구두"}));
    EXPECT_EQ(names(shop, "?filter[category]=shoes&filter[seller]=" + shop.other_seller.text()),
              (Names{"장화"}));
    EXPECT_EQ(names(shop, "?filter[seller]=" + shop.other_seller.text()), (Names{"장화", "모자"}));
    EXPECT_EQ(shop.call(Method::get, "/v1/products?filter[category]=nowhere").status, 400);
}

TEST(CatalogLists, what_is_changed_or_goes_off_sale_is_listed_where_it_now_belongs) {
    CatalogShop shop;
    auto shoes = shop.add_category("shoes", shop.category);
    auto sku = shop.add_product("구두", 1'000);
    std::string own = "/v1/seller/products/" + sku.product.text();
    ASSERT_EQ(shop.call(Method::patch, own, R"({"category_id": ")" + shoes.text() + "\"}",
                        shop.seller_token)
                  .status,
              200);
    EXPECT_EQ(names(shop, "?filter[category]=shoes"), (Names{"구두"}));
    ASSERT_EQ(shop.call(Method::post, own + "/variants/" + sku.id.text() + "/price",
                        R"({"price": {"amount": 5000, "currency": "KRW"}})", shop.seller_token)
                  .status,
              200);
    EXPECT_EQ(names(shop, "?sort=price&filter[price_min]=5000"), (Names{"구두"}));
    ASSERT_EQ(
        shop.call(Method::post, own + "/status", R"({"status": "inactive"})", shop.seller_token)
            .status,
        200);
    EXPECT_TRUE(names(shop, "").empty());
    auto own_list = json_body(shop.call(Method::get, "/v1/seller/products?filter[status]=inactive",
                                        "", shop.seller_token));
    EXPECT_EQ(names_in(own_list), (Names{"구두"}));
    EXPECT_TRUE(
        names_in(json_body(shop.call(Method::get, "/v1/seller/products", "", shop.other_token)))
            .empty());
}

TEST(CatalogLists, facets_count_categories_sellers_and_price_bands) {
    CatalogShop shop;
    auto shoes = shop.add_category("shoes", shop.category);
    shop.add_product("가", 5'000, shoes, shop.seller_token);
    shop.add_product("나", 15'000, shoes, shop.seller_token);
    shop.add_product("다", 400'000, shop.category, shop.other_token);
    auto facets =
        json_body(shop.call(Method::get, "/v1/products?facets=true&limit=1")).at("facets");
    EXPECT_EQ(facets.at("counted").as_int64(), 3);
    EXPECT_FALSE(facets.at("capped").as_bool());
    EXPECT_EQ(facets.at("categories").at(0).at("slug").as_string(), "shoes");
    EXPECT_EQ(facets.at("categories").at(0).at("count").as_int64(), 2);
    EXPECT_EQ(facets.at("sellers").at(0).at("name").as_string(), "한빛상회");
    EXPECT_EQ(facets.at("prices").at(0).at("count").as_int64(), 1);
    EXPECT_EQ(facets.at("prices").at(1).at("count").as_int64(), 1);
    EXPECT_EQ(facets.at("prices").at(5).at("count").as_int64(), 1);
    EXPECT_FALSE(facets.at("prices").at(5).as_object().contains("below"));
}

TEST(CatalogLists, a_list_refuses_parameters_that_make_no_sense) {
    CatalogShop shop;
    for (const char* query :
         {"?sort=name", "?filter[price_min]=-1", "?filter[price_max]=x", "?facets=1",
          "?filter[seller]=x", "?filter[currency]=XYZ", "?cursor=00", "?limit=0",
          "?sort=price&cursor=00112233445566778899aabbccddeeff"}) {
        EXPECT_EQ(shop.call(Method::get, std::string("/v1/products") + query).status, 400) << query;
    }
}

TEST(CatalogLists, the_tree_is_in_reading_order) {
    CatalogShop shop;
    auto second = shop.add_category("b", shop.category);
    shop.add_category("a", shop.category);
    shop.add_category("b-1", second);
    auto slugs = [&] {
        Names found;
        auto tree = json_body(shop.call(Method::get, "/v1/categories"));
        for (const auto& item : tree.at("data").as_array())
            found.emplace_back(item.at("slug").as_string());
        return found;
    };
    EXPECT_EQ(slugs(), (Names{"all", "goods", "a", "b", "b-1"}));
    auto a = json_body(shop.call(Method::get, "/v1/categories/a"));
    std::string path = "/v1/admin/categories/" + std::string(a.at("id").as_string());
    auto moved =
        shop.call(Method::patch, path, R"({"position": 5, "name": {"ko": "에이", "en": "A"}})",
                  shop.operator_token, {.headers = {{"if-match", "\"1\""}}});
    EXPECT_EQ(moved.status, 200) << moved.body;
    EXPECT_EQ(slugs(), (Names{"all", "goods", "b", "b-1", "a"}));
    auto stale = shop.call(Method::patch, path, "{}", shop.operator_token,
                           {.headers = {{"if-match", "\"1\""}}});
    EXPECT_EQ(stale.status, 412);

    auto b = json_body(shop.call(Method::get, "/v1/categories/b"));
    EXPECT_EQ(b.at("ancestors").at(0).at("slug").as_string(), "all");
    EXPECT_EQ(b.at("children").at(0).at("slug").as_string(), "b-1");
}

TEST(CatalogLists, a_category_is_refused_when_its_slug_or_parent_will_not_do) {
    CatalogShop shop;
    auto refused = [&](const std::string& slug, const std::string& more = "") {
        std::string body =
            R"({"slug": ")" + slug + R"(", "name": {"ko": "a", "en": "a"})" + more + "}";
        return problem_code(
            shop.call(Method::post, "/v1/admin/categories", body, shop.operator_token));
    };
    EXPECT_EQ(refused("goods"), "slug_taken");
    EXPECT_EQ(refused("Goods"), "slug_malformed");
    EXPECT_EQ(refused("x", R"(, "parent_id": ")" + shop.new_id<CategoryId>().text() + "\""),
              "unknown_parent");
    auto below = shop.category;
    for (const char* slug : {"l2", "l3", "l4", "l5"}) below = shop.add_category(slug, below);
    EXPECT_EQ(refused("l6", R"(, "parent_id": ")" + below.text() + "\""), "too_deep");
    auto unknown =
        shop.call(Method::patch, "/v1/admin/categories/" + shop.new_id<CategoryId>().text(), "{}",
                  shop.operator_token);
    EXPECT_EQ(problem_code(unknown), "unknown_category");
    EXPECT_EQ(shop.call(Method::post, "/v1/admin/categories",
                        R"({"slug": "x", "name": {"ko": "x", "en": "x"}})", shop.seller_token)
                  .status,
              403);
}

}  // namespace
}  // namespace jangteo::test

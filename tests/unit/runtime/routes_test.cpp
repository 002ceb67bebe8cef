#include "runtime/routes.hpp"

#include <gtest/gtest.h>

namespace jangteo::runtime {
namespace {

HttpAnswer nothing(sql::Connection&, const Call&) { return {}; }

Routes shop_routes() {
    Routes routes;
    routes.query({.path = "/v1/orders/{order_id}", .name = "get_order", .summary = ""}, nothing);
    routes.query({.path = "/v1/orders/mine", .name = "list_mine", .summary = ""}, nothing);
    routes.query({.path = "/v1/{things}/mine/{id}", .name = "get_mine", .summary = ""}, nothing);
    routes.query({.path = "/v1/orders/{order_id}/{part}", .name = "get_part", .summary = ""},
                 nothing);
    routes.query({.method = Method::post, .path = "/v1/orders", .name = "create", .summary = ""},
                 nothing);
    return routes;
}

std::string_view matched(const Routes& routes, Method method, std::string_view path) {
    auto match = routes.match(method, path);
    return match.route ? match.route->info.name : "";
}

TEST(Routes, give_parameters_by_name) {
    auto routes = shop_routes();
    auto match = routes.match(Method::get, "/v1/orders/ord_1/lines");
    ASSERT_TRUE(match.route);
    EXPECT_EQ(match.route->info.name, "get_part");
    ASSERT_EQ(match.path.size(), 2U);
    EXPECT_EQ(match.path[0], (std::pair<std::string_view, std::string>("order_id", "ord_1")));
    EXPECT_EQ(match.path[1], (std::pair<std::string_view, std::string>("part", "lines")));
}

TEST(Routes, prefer_a_literal_to_a_parameter_wherever_it_was_declared) {
    auto routes = shop_routes();
    EXPECT_EQ(matched(routes, Method::get, "/v1/orders/mine"), "list_mine");
    EXPECT_EQ(matched(routes, Method::get, "/v1/orders/yours"), "get_order");
    EXPECT_EQ(matched(routes, Method::get, "/v1/orders/mine/1"), "get_part");
    EXPECT_EQ(matched(routes, Method::get, "/v1/carts/mine/1"), "get_mine");
}

TEST(Routes, let_a_literal_path_have_its_own_methods_only) {
    Routes routes;
    auto never = [](sql::Connection&, const Call&) { return HttpAnswer{}; };
    routes.query({.method = Method::del, .path = "/v1/cards/{card_id}", .name = "remove"}, never);
    routes.query({.method = Method::post, .path = "/v1/cards/prepare", .name = "prepare"}, never);
    EXPECT_FALSE(routes.match(Method::del, "/v1/cards/prepare").route);
    EXPECT_TRUE(routes.match(Method::del, "/v1/cards/prepare").path_known);
    EXPECT_EQ(routes.methods_of("/v1/cards/prepare"), "POST");
    EXPECT_EQ(routes.methods_of("/v1/cards/1"), "DELETE");
}

TEST(Routes, tell_an_unknown_method_from_an_unknown_path) {
    auto routes = shop_routes();
    EXPECT_TRUE(routes.match(Method::del, "/v1/orders").path_known);
    EXPECT_FALSE(routes.match(Method::del, "/v1/orders").route);
    EXPECT_FALSE(routes.match(Method::get, "/v1/baskets").path_known);
}

TEST(Routes, take_paths_literally) {
    auto routes = shop_routes();
    for (auto path : {"", "v1/orders", "/", "//v1/orders", "/v1/orders/", "/v1/orders//",
                      "/V1/orders", "/v1/orders/1/2/3", "/v1", "/v1//mine/1"}) {
        EXPECT_EQ(matched(routes, Method::get, path), "") << path;
        EXPECT_EQ(matched(routes, Method::post, path), "") << path;
    }
}

TEST(RoutesDeathTest, are_declared_once) {
    auto routes = shop_routes();
    EXPECT_DEATH(routes.query({.path = "/v1/a", .name = "get_order", .summary = ""}, nothing),
                 "a route's name is unique");
    EXPECT_DEATH(routes.query({.path = "/v1/orders/mine", .name = "again", .summary = ""}, nothing),
                 "a route is declared once");
}

}  // namespace
}  // namespace jangteo::runtime

#include "runtime/openapi_document.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

namespace jangteo::runtime {
namespace {

HttpAnswer nothing(sql::Connection&, const Call&) { return {}; }

std::string tag_of_route(std::string_view path) {
    Routes routes;
    routes.query({.path = path, .name = "it", .summary = ""}, nothing);
    auto document = boost::json::parse(openapi_document(routes, "/"));
    const auto& tags = document.at("paths").at(path).at("get").at("tags").as_array();
    return std::string(tags.at(0).as_string());
}

TEST(OpenapiDocument, groups_routes_by_their_collection) {
    EXPECT_EQ(tag_of_route("/v1/orders/{order_id}/payment"), "orders");
    EXPECT_EQ(tag_of_route("/v1/products"), "products");
    EXPECT_EQ(tag_of_route("/livez"), "ops");
    EXPECT_EQ(tag_of_route("/openapi.json"), "ops");
}

}  // namespace
}  // namespace jangteo::runtime

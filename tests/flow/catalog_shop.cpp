#include "tests/flow/catalog_shop.hpp"

#include <gtest/gtest.h>

namespace jangteo::test {

CatalogShop::CatalogShop(runtime::Delivery delivery) : TestShop(1, delivery) {
    catalog.install(registry);
    inventory.install(registry);
    registry.publishes<contracts::EnterpriseVerified>();
    registry.publishes<contracts::EnterpriseRejected>();
    registry.publishes<contracts::OrderCreated>();
    registry.publishes<contracts::OrderStatusChanged>();
    registry.publishes<contracts::OrderCancellationRequested>();
    registry.publishes<contracts::OrderCancelled>();
    start();
    seller = new_id<EnterpriseId>();
    other_seller = new_id<EnterpriseId>();
    seller_token = as_seller(new_id<MemberId>(), seller);
    other_token = as_seller(new_id<MemberId>(), other_seller);
    operator_token = as_operator(new_id<MemberId>());
    publish(runtime::subject(seller, 1), contracts::EnterpriseVerified{seller, "한빛상회"});
    publish(runtime::subject(other_seller, 1),
            contracts::EnterpriseVerified{other_seller, "다른상회"});
    category = add_category("goods", add_category("all"));
}

CategoryId CatalogShop::add_category(const std::string& slug, std::optional<CategoryId> parent) {
    boost::json::object body{{"slug", slug}, {"name", {{"ko", slug}, {"en", slug}}}};
    if (parent) body["parent_id"] = parent->text();
    auto answer =
        call(Method::post, "/v1/admin/categories", boost::json::serialize(body), operator_token);
    EXPECT_EQ(answer.status, 201) << answer.body;
    settle();
    return id_in<CategoryId>(json_body(answer), "id");
}

Sku CatalogShop::add_product(const std::string& name, std::int64_t price, CategoryId in,
                             const std::string& token) {
    boost::json::object variant{{"sku_code", "CODE-" + std::to_string(++next_code_)},
                                {"price", {{"amount", price}, {"currency", "KRW"}}}};
    boost::json::object body{{"category_id", in.text()},
                             {"name", {{"ko", name}, {"en", name}}},
                             {"variants", boost::json::array{variant}},
                             {"status", "active"}};
    auto answer = call(Method::post, "/v1/seller/products", boost::json::serialize(body), token);
    EXPECT_EQ(answer.status, 201) << answer.body;
    settle();
    auto product = json_body(answer);
    return {id_in<ProductId>(product, "id"), id_in<SkuId>(product.at("variants").at(0), "sku_id")};
}

void CatalogShop::restock(const Sku& sku, std::int64_t quantity) {
    boost::json::object line{
        {"sku_id", sku.id.text()}, {"kind", "restock"}, {"quantity", quantity}};
    boost::json::object body{{"movements", boost::json::array{line}}};
    auto answer = call(Method::post, "/v1/seller/stock-movements", boost::json::serialize(body),
                       operator_token);
    EXPECT_EQ(answer.status, 201) << answer.body;
    settle();
}

OrderId CatalogShop::order(const std::vector<Line>& lines, std::int64_t unit_price) {
    auto id = new_id<OrderId>();
    order_as(id, lines, unit_price);
    return id;
}

void CatalogShop::order_as(const OrderId& order, const std::vector<Line>& lines,
                           std::int64_t unit_price) {
    contracts::OrderCreated event;
    event.order_id = order;
    event.member_id = new_id<MemberId>();
    event.payment_deadline = clock.now() + minutes(30);
    for (const Line& line : lines) {
        auto enterprise = line.seller.is_nil() ? seller : line.seller;
        event.lines.push_back({static_cast<std::int64_t>(event.lines.size()) + 1, line.sku.id,
                               line.sku.product, enterprise, line.quantity, unit_price});
        event.total.amount += unit_price * line.quantity;
    }
    publish(runtime::subject(order, ++versions_[order]), event);
}

void CatalogShop::set_status(const OrderId& order, contracts::OrderStatus to,
                             std::vector<EnterpriseId> approved) {
    contracts::OrderStatusChanged event;
    event.order_id = order;
    event.to = to;
    for (const EnterpriseId& enterprise : approved)
        event.parts.push_back({enterprise, won(0), true});
    publish(runtime::subject(order, ++versions_[order]), event);
}

CancellationId CatalogShop::cancel(const OrderId& order, const std::vector<Cancelled>& lines,
                                   bool restock) {
    auto id = new_id<CancellationId>();
    publish_cancellation(order, id, lines, restock);
    return id;
}

void CatalogShop::publish_cancellation(const OrderId& order, const CancellationId& id,
                                       const std::vector<Cancelled>& lines, bool restock) {
    contracts::OrderCancellationRequested event;
    event.order_id = order;
    event.cancellation_id = id;
    event.restock = restock;
    for (const Cancelled& line : lines) event.lines.push_back({line.line, {}, {}, line.quantity});
    publish(runtime::subject(order, ++versions_[order]), event);
}

boost::json::object CatalogShop::stock(const Sku& sku) {
    auto answer = call(Method::get, "/v1/seller/stock-units/" + sku.id.text(), "", operator_token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_body(answer).as_object();
}

boost::json::value json_body(const HttpAnswer& answer) { return boost::json::parse(answer.body); }

std::string problem_code(const HttpAnswer& answer) {
    return std::string(json_body(answer).at("code").as_string());
}

}  // namespace jangteo::test

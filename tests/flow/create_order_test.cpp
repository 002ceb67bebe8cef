// Placing an order: what is for sale, at whose price, by whom.

#include <gtest/gtest.h>

#include "contracts/catalog/events.hpp"
#include "contracts/member/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/seller/events.hpp"
#include "order/app/create_order.hpp"
#include "order/out/sql_orders.hpp"
#include "tests/support/order_shop.hpp"

namespace jangteo::test {
namespace {

using order::CreateOrderRejection;
using runtime::subject;

class CreateOrderTest : public ::testing::TestWithParam<runtime::Delivery>, protected OrderShop {
  protected:
    CreateOrderTest() : OrderShop(GetParam()) {}

    static std::string pointer_of(const HttpAnswer& answer) {
        auto errors = boost::json::parse(answer.body).at("errors").as_array();
        return std::string(errors.at(0).at("pointer").as_string());
    }
};

INSTANTIATE_TEST_SUITE_P(, CreateOrderTest,
                         ::testing::Values(runtime::Delivery::local, runtime::Delivery::log));

TEST_P(CreateOrderTest, prices_its_lines_by_its_own_offers) {
    auto answer = try_order({{apple, 2}, {pear, 1}, {chair, 3}});
    EXPECT_EQ(answer.status, 201);
    auto body = boost::json::parse(answer.body);
    EXPECT_EQ(body.at("total").at("amount"), 8'500);
    EXPECT_EQ(body.at("name"), "사과 외 2건");
    EXPECT_EQ(body.at("status"), "pending") << "as placed; what follows is read";
    auto id = OrderId::parse(std::string_view(body.at("order_id").as_string()));
    ASSERT_TRUE(id);
    EXPECT_EQ(status(*id), "awaiting_payment");

    auto created = shop.last_event<contracts::OrderCreated>();
    ASSERT_TRUE(created);
    EXPECT_EQ(created->total, won(8'500));
    EXPECT_EQ(created->member_id, member);
    ASSERT_EQ(created->lines.size(), 3U);
    EXPECT_EQ(created->lines[2].enterprise_id, joiner);
    EXPECT_EQ(created->lines[2].unit_price, 2'000);
    EXPECT_EQ(created->payment_deadline, shop.clock.now() + minutes(40));
}

TEST_P(CreateOrderTest, takes_no_price_from_the_client) {
    auto body = order_body({{apple, 1}});
    body.insert(body.find("\"quantity\""), "\"unit_price\":1,");
    auto answer = post("/v1/orders", body, token);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(pointer_of(answer), "/lines/0/unit_price");
}

TEST_P(CreateOrderTest, freezes_its_prices) {
    auto id = order();
    shop.publish(subject(shop.new_id<ProductId>(), 2),
                 contracts::ProductPriceChanged{{}, apple, won(1'000), won(9'000)});
    EXPECT_EQ(view(id).at("total").at("amount"), 8'500);
    auto dearer = boost::json::parse(try_order({{apple, 1}}).body);
    EXPECT_EQ(dearer.at("total").at("amount"), 9'000);
}

TEST_P(CreateOrderTest, refuses_what_is_not_for_sale) {
    auto unknown = try_order({{apple, 1}, {shop.new_id<SkuId>(), 1}});
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(code_of(unknown), "not_for_sale");
    EXPECT_EQ(pointer_of(unknown), "/lines/1/sku_id");

    contracts::ProductStatusChanged gone;
    gone.to = contracts::ProductStatus::inactive;
    gone.sku_ids = {pear};
    shop.publish(subject(shop.new_id<ProductId>(), 2), gone);
    EXPECT_EQ(code_of(try_order({{pear, 1}})), "not_for_sale");
    gone.to = contracts::ProductStatus::active;
    shop.publish(subject(shop.new_id<ProductId>(), 3), gone);
    EXPECT_EQ(try_order({{pear, 1}}).status, 201);
}

TEST_P(CreateOrderTest, refuses_what_a_blocked_enterprise_sells) {
    shop.publish(subject(farm, 2), contracts::EnterpriseRejected{farm, "fraud"});
    EXPECT_EQ(code_of(try_order({{chair, 1}, {apple, 1}})), "not_for_sale");
    EXPECT_EQ(try_order({{chair, 1}}).status, 201);
    shop.publish(subject(farm, 3), contracts::EnterpriseVerified{farm, "농장"});
    EXPECT_EQ(try_order({{apple, 1}}).status, 201);
}

TEST_P(CreateOrderTest, refuses_a_disabled_buyer) {
    shop.publish(subject(member, 2), contracts::MemberDisabled{member});
    auto answer = try_order({{apple, 1}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(code_of(answer), "buyer_disabled");
}

TEST_P(CreateOrderTest, refuses_two_currencies_and_totals_beyond_counting) {
    auto lamp = offer(joiner, "Lamp", {1'999, Currency::USD});
    EXPECT_EQ(code_of(try_order({{apple, 1}, {lamp, 1}})), "currencies_differ");
    EXPECT_EQ(try_order({{lamp, 2}}).status, 201);
    auto palace = offer(joiner, "궁", won(std::numeric_limits<std::int64_t>::max()));
    EXPECT_EQ(code_of(try_order({{palace, 2}})), "total_too_large");
}

TEST_P(CreateOrderTest, wants_lines_or_the_cart_and_not_both) {
    auto body = boost::json::parse(order_body({{apple, 1}})).as_object();
    body["from_cart"] = true;
    EXPECT_EQ(code_of(post("/v1/orders", boost::json::serialize(body), token)), "lines_or_cart");
    body.erase("lines");
    EXPECT_EQ(code_of(post("/v1/orders", boost::json::serialize(body), token)), "cart_is_empty");
    body.erase("from_cart");
    EXPECT_EQ(code_of(post("/v1/orders", boost::json::serialize(body), token)), "lines_or_cart");
}

TEST_P(CreateOrderTest, orders_the_cart_and_empties_it) {
    for (const auto& [sku, quantity] : {std::pair{apple, 2}, std::pair{chair, 1}}) {
        shop.call(Method::put, "/v1/cart/lines/" + sku.text(),
                  "{\"quantity\":" + std::to_string(quantity) + "}", token);
    }
    auto body = boost::json::parse(order_body({})).as_object();
    body.erase("lines");
    body["from_cart"] = true;
    auto answer = post("/v1/orders", boost::json::serialize(body), token);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(boost::json::parse(answer.body).at("total").at("amount"), 4'000);
    auto cart = boost::json::parse(get("/v1/cart", token).body);
    EXPECT_TRUE(cart.at("lines").as_array().empty());
}

TEST_P(CreateOrderTest, keeps_the_cart_when_the_order_is_refused) {
    shop.call(Method::put, "/v1/cart/lines/" + apple.text(), R"({"quantity":2})", token);
    shop.publish(subject(farm, 2), contracts::EnterpriseRejected{farm, "fraud"});
    auto body = boost::json::parse(order_body({})).as_object();
    body.erase("lines");
    body["from_cart"] = true;
    EXPECT_EQ(post("/v1/orders", boost::json::serialize(body), token).status, 422);
    auto cart = boost::json::parse(get("/v1/cart", token).body);
    EXPECT_EQ(cart.at("lines").as_array().size(), 1U);
    EXPECT_EQ(cart.at("lines").at(0).at("for_sale"), false);
}

TEST_P(CreateOrderTest, wants_a_key_and_has_one_effect_for_it) {
    EXPECT_EQ(try_order({{apple, 1}}, {.headers = {}, .key = "-"}).status, 400);
    auto first = try_order({{apple, 1}}, {.headers = {}, .key = "k"});
    auto second = try_order({{apple, 1}}, {.headers = {}, .key = "k"});
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(shop.count_events<contracts::OrderCreated>(), 1U);
}

TEST_P(CreateOrderTest, answers_a_waiting_caller_when_it_rests_and_again_when_asked_again) {
    CallOptions options{.headers = {{"prefer", "wait=5"}}, .key = "k"};
    auto first = try_order({{apple, 1}}, options);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(boost::json::parse(first.body).at("status"), "awaiting_payment");
    auto again = try_order({{apple, 1}}, options);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(boost::json::parse(again.body).at("order_id"),
              boost::json::parse(first.body).at("order_id"));
}

TEST_P(CreateOrderTest, names_every_rejection_of_its_handler) {
    auto dear = offer(farm, "금", won(std::numeric_limits<std::int64_t>::max()));
    auto lamp = offer(farm, "Lamp", {1, Currency::USD});
    order::SqlOrders orders;
    order::SqlOffers offers;
    order::SqlCarts carts;
    order::SqlBuyers buyers;
    order::CreateOrderHandler handler(orders, offers, carts, buyers, minutes(40));
    auto refusal_of = [&](std::vector<order::WantedLine> lines) {
        auto why = CreateOrderRejection::buyer_disabled;
        shop.transact([&](runtime::Transaction& tx) {
            why = handler.handle(tx, {member, lines, false, {}, {}}).error().why;
        });
        return why;
    };
    EXPECT_EQ(refusal_of({}), CreateOrderRejection::cart_is_empty);
    EXPECT_EQ(refusal_of({{apple, 0}}), CreateOrderRejection::quantity_out_of_range);
    EXPECT_EQ(refusal_of(std::vector<order::WantedLine>(2'001, {apple, 1})),
              CreateOrderRejection::too_many_lines);
    EXPECT_EQ(refusal_of({{SkuId{}, 1}}), CreateOrderRejection::not_for_sale);
    EXPECT_EQ(refusal_of({{dear, 2}}), CreateOrderRejection::total_too_large);
    EXPECT_EQ(refusal_of({{apple, 1}, {lamp, 1}}), CreateOrderRejection::currencies_differ);
    shop.publish(subject(member, 2), contracts::MemberDisabled{member});
    EXPECT_EQ(refusal_of({{apple, 1}}), CreateOrderRejection::buyer_disabled);
}

TEST_P(CreateOrderTest, is_listed_for_its_member_before_and_after_it_is_indexed) {
    order::SqlOrders orders(3);
    std::vector<MemberId> members = {shop.new_id<MemberId>(), shop.new_id<MemberId>()};
    std::map<MemberId, std::vector<OrderId>> placed;
    for (std::size_t i = 0; i < 8; ++i) {
        order::Line line{.line = 1, .enterprise = farm, .name_ko = "사과", .quantity = 1};
        auto id = shop.new_id<OrderId>();
        auto created = order::Order::create({id, members[i % 2], id.text(), {}, {}}, {line},
                                            Currency::KRW, shop.clock.now());
        shop.transact([&](runtime::Transaction& tx) { orders.add(tx.db(), *created, {line}); });
        auto& own = placed[members[i % 2]];
        own.insert(own.begin(), id);
        for (const MemberId& owner : members) {
            std::vector<OrderId> listed;
            for (const auto& order : orders.of_member(shop.store.reader(), owner, {}, 3))
                listed.push_back(order.id);
            auto newest = placed[owner];
            if (newest.size() > 3) newest.resize(3);
            EXPECT_EQ(listed, newest) << i;
        }
    }
    auto older = orders.of_member(shop.store.reader(), members[0], placed[members[0]][2], 3);
    ASSERT_EQ(older.size(), 1U);
    EXPECT_EQ(older[0].id, placed[members[0]][3]);
}

TEST_P(CreateOrderTest, takes_the_largest_wholesale_order) {
    std::vector<Wanted> wanted(2'000, {apple, 1'000'000});
    auto answer = try_order(wanted);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(boost::json::parse(answer.body).at("total").at("amount"), 2'000'000'000'000);
    wanted.push_back({apple, 1});
    EXPECT_EQ(try_order(wanted).status, 400);
}

}  // namespace
}  // namespace jangteo::test

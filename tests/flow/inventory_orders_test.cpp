// Stories of an order's stock: held, deducted, given back.

#include <gtest/gtest.h>

#include "tests/flow/catalog_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::OrderStatus;

struct Counters {
    std::int64_t on_hand;
    std::int64_t reserved;
    bool operator==(const Counters&) const = default;
};

void PrintTo(const Counters& counters, std::ostream* out) {
    *out << counters.on_hand << " on hand, " << counters.reserved << " reserved";
}

Counters counters(CatalogShop& shop, const Sku& sku) {
    auto unit = shop.stock(sku);
    return {unit.at("on_hand").as_int64(), unit.at("reserved").as_int64()};
}

class InventoryOrders : public testing::TestWithParam<runtime::Delivery> {
  protected:
    CatalogShop shop{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Deliveries, InventoryOrders,
                         testing::Values(runtime::Delivery::local, runtime::Delivery::log));

TEST_P(InventoryOrders, an_order_holds_its_stock_and_its_approval_deducts_it) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 10);
    auto order = shop.order({{sku, 3}, {sku, 1}});
    EXPECT_EQ(counters(shop, sku), (Counters{10, 4}));
    auto reserved = shop.last_event<contracts::StockReserved>();
    ASSERT_TRUE(reserved);
    EXPECT_EQ(reserved->expires_at, shop.clock.now() + minutes(40));

    shop.set_status(order, OrderStatus::paid);
    shop.advance(hours(2));
    EXPECT_EQ(counters(shop, sku), (Counters{10, 4})) << "a paid order's stock does not expire";
    shop.set_status(order, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(counters(shop, sku), (Counters{6, 0}));
    EXPECT_EQ(shop.last_event<contracts::StockCommitted>()->order_id, order);
    shop.set_status(order, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(counters(shop, sku), (Counters{6, 0})) << "hearing of it twice changes nothing";
}

TEST_P(InventoryOrders, an_order_gets_all_of_its_lines_or_none) {
    auto shirt = shop.add_product("셔츠", 1'000);
    auto hat = shop.add_product("모자", 1'000);
    shop.restock(shirt, 10);
    shop.restock(hat, 1);
    auto order = shop.order({{shirt, 3}, {hat, 1}, {hat, 1}});
    EXPECT_EQ(counters(shop, shirt), (Counters{10, 0}));
    auto rejected = shop.last_event<contracts::StockRejected>();
    ASSERT_TRUE(rejected);
    ASSERT_EQ(rejected->shortages.size(), 1U);
    EXPECT_EQ(rejected->shortages[0].sku_id, hat.id);
    EXPECT_EQ(rejected->shortages[0].wanted, 2);
    EXPECT_EQ(rejected->shortages[0].available, 1);

    auto cancellation = shop.cancel(order, {{1, 3}, {2, 1}, {3, 1}});
    EXPECT_EQ(shop.last_event<contracts::StockReleased>()->cancellation_id, cancellation)
        << "the order process hears an answer even when nothing was held";
    EXPECT_EQ(counters(shop, shirt), (Counters{10, 0}));
}

TEST_P(InventoryOrders, impossible_quantities_are_short_and_never_move_a_counter) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 10);
    for (std::int64_t quantity :
         {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1'000'001}, INT64_MAX, INT64_MIN}) {
        shop.order({{sku, quantity}, {sku, 1}}, 0);
        EXPECT_EQ(counters(shop, sku), (Counters{10, 0})) << quantity;
    }
    EXPECT_EQ(shop.count_events<contracts::StockRejected>(), 5U);
    shop.order({{{sku.product, shop.new_id<SkuId>()}, 1}});
    EXPECT_EQ(shop.count_events<contracts::StockRejected>(), 6U) << "an unknown SKU is short";
}

TEST_P(InventoryOrders, an_unpaid_order_gives_its_stock_back_when_its_time_is_up) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 3);
    auto order = shop.order({{sku, 3}});
    shop.advance(minutes(41));
    EXPECT_EQ(counters(shop, sku), (Counters{3, 0}));
    auto released = shop.last_event<contracts::StockReleased>();
    ASSERT_TRUE(released);
    EXPECT_EQ(released->order_id, order);
    EXPECT_FALSE(released->cancellation_id);
}

TEST_P(InventoryOrders,
       an_order_paid_after_it_expired_is_reserved_again_or_told_that_its_stock_is_gone) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 3);
    auto first = shop.order({{sku, 3}});
    auto second = shop.order({{sku, 1}});
    shop.advance(minutes(41));
    shop.set_status(first, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(counters(shop, sku), (Counters{0, 0}));
    EXPECT_EQ(shop.last_event<contracts::StockCommitted>()->order_id, first);

    auto third = shop.order({{sku, 1}});
    EXPECT_EQ(shop.last_event<contracts::StockRejected>()->order_id, third);
    auto committed = shop.count_events<contracts::StockCommitted>();
    shop.restock(sku, 1);
    auto fourth = shop.order({{sku, 1}});
    shop.advance(minutes(41));
    shop.order({{sku, 1}});
    shop.set_status(fourth, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(shop.count_events<contracts::StockCommitted>(), committed);
    EXPECT_EQ(shop.last_event<contracts::StockRejected>()->order_id, fourth);
    EXPECT_EQ(counters(shop, sku), (Counters{1, 1}));
    (void)second;
}

TEST_P(InventoryOrders, a_cancellation_gives_back_what_is_held_and_what_was_deducted_once) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 10);
    auto order = shop.order({{sku, 4}, {sku, 2}});
    auto partial = shop.cancel(order, {{1, 1}});
    EXPECT_EQ(counters(shop, sku), (Counters{10, 5}));
    shop.publish_cancellation(order, partial, {{1, 1}}, true);
    EXPECT_EQ(counters(shop, sku), (Counters{10, 5}));
    EXPECT_EQ(shop.count_events<contracts::StockReleased>(), 2U) << "and says so each time";

    shop.set_status(order, OrderStatus::paid);
    shop.set_status(order, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(counters(shop, sku), (Counters{5, 0}));
    shop.cancel(order, {{1, 100}});
    EXPECT_EQ(counters(shop, sku), (Counters{8, 0})) << "never more than there is";
    shop.cancel(order, {{2, 2}}, false);
    EXPECT_EQ(counters(shop, sku), (Counters{8, 0})) << "written off";
    EXPECT_EQ(shop.stock(sku).at("written_off").as_int64(), 2);
    EXPECT_EQ(shop.stock(sku).at("restored").as_int64(), 3);

    auto movements =
        json_body(shop.call(Method::get, "/v1/seller/stock-units/" + sku.id.text() + "/movements",
                            "", shop.seller_token));
    ASSERT_EQ(movements.at("data").as_array().size(), 3U);
    EXPECT_EQ(movements.at("data").at(0).at("kind").as_string(), "write_off");
    EXPECT_EQ(movements.at("data").at(1).at("order_id").as_string(), order.text());
}

TEST_P(InventoryOrders, goods_that_may_be_on_their_way_wait_until_delivery_has_stopped_them) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 10);
    auto order = shop.order({{sku, 4}});
    contracts::OrderCancellationRequested event;
    event.order_id = order;
    event.cancellation_id = shop.new_id<CancellationId>();
    event.stop_shipment = true;
    event.lines = {{1, sku.id, shop.seller, 4}};
    shop.publish(runtime::subject(order, 5), event);
    EXPECT_EQ(counters(shop, sku), (Counters{10, 4}));
    event.stop_shipment = false;
    shop.publish(runtime::subject(order, 6), event);
    EXPECT_EQ(counters(shop, sku), (Counters{10, 0}));
}

TEST_P(InventoryOrders, each_seller_has_its_part_deducted_and_sees_only_its_own_lines) {
    auto mine = shop.add_product("셔츠", 1'000);
    auto theirs = shop.add_product("모자", 1'000, shop.category, shop.other_token);
    shop.restock(mine, 5);
    shop.restock(theirs, 5);
    auto order = shop.order({{mine, 2}, {theirs, 1, shop.other_seller}});
    shop.set_status(order, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(counters(shop, mine), (Counters{3, 0}));
    EXPECT_EQ(counters(shop, theirs), (Counters{5, 1}));

    std::string path = "/v1/seller/reservations/" + order.text();
    auto seen = json_body(shop.call(Method::get, path, "", shop.other_token));
    ASSERT_EQ(seen.at("lines").as_array().size(), 1U);
    EXPECT_EQ(seen.at("lines").at(0).at("held").as_int64(), 1);
    EXPECT_EQ(seen.at("state").as_string(), "reserved");
    auto stranger = shop.as_seller(shop.new_id<MemberId>(), shop.new_id<EnterpriseId>());
    EXPECT_EQ(shop.call(Method::get, path, "", stranger).status, 404);
    EXPECT_EQ(json_body(shop.call(Method::get, path, "", shop.operator_token))
                  .at("lines")
                  .as_array()
                  .size(),
              2U);
}

TEST_P(InventoryOrders, buyers_and_sellers_hear_when_stock_runs_out_low_or_comes_back) {
    auto sku = shop.add_product("셔츠", 1'000);
    shop.restock(sku, 5);
    ASSERT_EQ(shop.call(Method::put, "/v1/seller/stock-units/" + sku.id.text() + "/low-stock",
                        R"({"threshold": 2})", shop.seller_token)
                  .status,
              200);
    auto before = shop.count_events<contracts::ProductStockChanged>();
    shop.order({{sku, 1}});
    EXPECT_EQ(shop.count_events<contracts::ProductStockChanged>(), before) << "not for every unit";
    shop.order({{sku, 2}});
    EXPECT_EQ(shop.count_events<contracts::ProductStockChanged>(), before + 1);
    EXPECT_TRUE(shop.last_event<contracts::ProductStockChanged>()->low);
    auto last = shop.order({{sku, 2}});
    EXPECT_FALSE(shop.last_event<contracts::ProductStockChanged>()->in_stock);
    shop.cancel(last, {{1, 2}});
    EXPECT_TRUE(shop.last_event<contracts::ProductStockChanged>()->in_stock);
    auto low = json_body(
        shop.call(Method::get, "/v1/seller/stock-units?filter[low]=true", "", shop.seller_token));
    EXPECT_EQ(low.at("data").as_array().size(), 1U);
}

TEST_P(InventoryOrders, an_order_of_two_thousand_lines_is_held_deducted_and_given_back) {
    std::vector<Sku> skus;
    for (int i = 0; i < 40; ++i) skus.push_back(shop.add_product("상품", 1'000));
    for (const Sku& sku : skus) shop.restock(sku, 60);
    std::vector<CatalogShop::Line> lines;
    std::vector<CatalogShop::Cancelled> cancelled;
    for (int i = 0; i < 2'000; ++i) {
        lines.push_back({skus[static_cast<std::size_t>(i) % skus.size()], 1});
        cancelled.push_back({i + 1, 1});
    }
    auto order = shop.order(lines);
    EXPECT_EQ(counters(shop, skus[7]), (Counters{60, 50}));
    shop.set_status(order, OrderStatus::approved, {shop.seller});
    EXPECT_EQ(counters(shop, skus[7]), (Counters{10, 0}));
    shop.cancel(order, cancelled);
    EXPECT_EQ(counters(shop, skus[7]), (Counters{60, 0}));
}

}  // namespace
}  // namespace jangteo::test

// Who sees what of an order.

#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/order/events.hpp"
#include "tests/support/order_shop.hpp"

namespace jangteo::test {
namespace {

class OrderViewsTest : public ::testing::Test, protected OrderShop {
  protected:
    std::vector<std::string> ids_of(const HttpAnswer& answer) {
        std::vector<std::string> ids;
        auto body = boost::json::parse(answer.body);
        for (const auto& item : body.at("data").as_array()) {
            ids.emplace_back(item.at("order_id").as_string());
        }
        return ids;
    }
    static std::string cursor_of(const HttpAnswer& answer) {
        auto body = boost::json::parse(answer.body);
        auto* cursor = body.at("meta").as_object().if_contains("next_cursor");
        return cursor ? std::string(cursor->as_string()) : "";
    }
    const std::string stranger = shop.as_member(shop.new_id<MemberId>());
};

TEST_F(OrderViewsTest, are_the_members_own) {
    auto id = order();
    EXPECT_EQ(get(path(id), token).status, 200);
    EXPECT_EQ(get(path(id), stranger).status, 404);
    EXPECT_EQ(get(path(id), farmer).status, 404);
    EXPECT_EQ(get(path(id), operator_token).status, 200);
    EXPECT_EQ(get(path(id), "").status, 401);
    EXPECT_EQ(get("/v1/orders/ord_nonsense", token).status, 404);
    EXPECT_EQ(post(path(id, "/cancel"), R"({"reason":"mine now"})", stranger).status, 404);
    EXPECT_EQ(post(path(id, "/confirm-receipt"), "", stranger).status, 404);
    EXPECT_TRUE(ids_of(get("/v1/orders", stranger)).empty());
}

TEST_F(OrderViewsTest, list_orders_newest_first_page_by_page) {
    std::vector<std::string> placed;
    for (int i = 0; i < 7; ++i) {
        placed.insert(placed.begin(), order().text());
        shop.advance(seconds(1));
    }
    std::vector<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        auto answer =
            get("/v1/orders?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor), token);
        ASSERT_EQ(answer.status, 200);
        for (auto& id : ids_of(answer)) seen.push_back(id);
        cursor = cursor_of(answer);
        order();  // what is new does not disturb the pages
        ++pages;
    } while (!cursor.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen, placed);
    EXPECT_EQ(get("/v1/orders?limit=101", token).status, 400);
    EXPECT_EQ(get("/v1/orders?cursor=x", token).status, 400);
}

TEST_F(OrderViewsTest, of_sellers_show_only_their_part) {
    auto id = order();
    try_order({{chair, 1}});
    EXPECT_EQ(ids_of(get("/v1/seller/orders", farmer)), std::vector{id.text()});
    auto answer = get("/v1/seller/orders/" + id.text(), farmer);
    ASSERT_EQ(answer.status, 200);
    auto body = boost::json::parse(answer.body);
    EXPECT_EQ(body.at("lines").as_array().size(), 2U);
    ASSERT_EQ(body.at("parts").as_array().size(), 1U);
    EXPECT_EQ(body.at("parts").at(0).at("amount").at("amount"), 2'500);

    auto other = shop.as_seller(shop.new_id<MemberId>(), shop.new_id<EnterpriseId>());
    EXPECT_EQ(get("/v1/seller/orders/" + id.text(), other).status, 404);
    EXPECT_EQ(get("/v1/seller/orders/" + id.text(), token).status, 403);
}

TEST_F(OrderViewsTest, of_sellers_do_not_show_what_others_refunded) {
    sellers_approve = false;
    auto id = paid_order();
    post(path(id, "/cancel"),
         R"({"reason":"x","lines":[{"line":1,"quantity":1},{"line":3,"quantity":1}]})", token);
    decide(id, joiner, false);
    auto answer = get("/v1/seller/orders/" + id.text(), farmer);
    EXPECT_EQ(answer.body.find(joiner.text()), std::string::npos) << answer.body;
    EXPECT_EQ(answer.body.find(chair.text()), std::string::npos);
    auto body = boost::json::parse(answer.body);
    ASSERT_EQ(body.at("cancellations").as_array().size(), 1U);
    EXPECT_EQ(body.at("cancellations").at(0).at("refund").at("amount"), 1'000);
    EXPECT_EQ(body.at("total").at("amount"), 2'500);
    EXPECT_EQ(body.at("captured").at("amount"), 2'500);
    EXPECT_EQ(body.at("refunded").at("amount"), 1'000);

    post(path(id, "/cancel"), R"({"reason":"all"})", token);
    body = boost::json::parse(get("/v1/seller/orders/" + id.text(), farmer).body);
    ASSERT_EQ(body.at("cancellations").as_array().size(), 2U);
    EXPECT_EQ(body.at("cancellations").at(1).at("refund").at("amount"), 1'500);
    EXPECT_EQ(body.at("refunded").at("amount"), 2'500);
}

TEST_F(OrderViewsTest, of_sellers_let_them_refund_their_lines_only) {
    auto id = paid_order();
    std::string target = "/v1/seller/orders/" + id.text() + "/refunds";
    auto body = [](int line) {
        return R"({"reason":"bruised","restock":false,"lines":[{"line":)" + std::to_string(line) +
               R"(,"quantity":1}]})";
    };
    EXPECT_EQ(post(target, body(1), farmer).status, 202);
    EXPECT_EQ(view(id).at("refunded").at("amount"), 1'000);
    EXPECT_FALSE(shop.last_event<contracts::OrderCancellationRequested>()->restock);
    EXPECT_EQ(code_of(post(target, body(3), farmer)), "unknown_line");
    auto other = shop.as_seller(shop.new_id<MemberId>(), shop.new_id<EnterpriseId>());
    EXPECT_EQ(post(target, body(1), other).status, 404);
}

TEST_F(OrderViewsTest, of_operators_find_by_number_and_by_status) {
    auto id = order();
    auto paid = paid_order();
    auto number = std::string(view(id).at("number").as_string());
    EXPECT_EQ(number.substr(0, 7), "270115-");
    auto found = get("/v1/admin/orders/" + number, operator_token);
    EXPECT_EQ(boost::json::parse(found.body).at("order_id").as_string(), id.text());
    EXPECT_EQ(get("/v1/admin/orders/270115-NOTHERE1", operator_token).status, 404);
    EXPECT_EQ(ids_of(get("/v1/admin/orders", operator_token)).size(), 2U);
    EXPECT_EQ(ids_of(get("/v1/admin/orders?filter%5Bstatus%5D=approved", operator_token)),
              std::vector{paid.text()});
    auto wrong = get("/v1/admin/orders?filter%5Bstatus%5D=lost", operator_token);
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(get("/v1/admin/orders", token).status, 403);
}

TEST_F(OrderViewsTest, of_operators_say_what_an_order_waits_for) {
    auto id = order();
    auto body = boost::json::parse(
        get("/v1/ops/processes?filter%5Bstatus%5D=awaiting_payment", operator_token).body);
    ASSERT_EQ(body.at("data").as_array().size(), 1U);
    const auto& process = body.at("data").at(0);
    EXPECT_EQ(process.at("order_id").as_string(), id.text());
    EXPECT_EQ(process.at("waits_for"), "the member: payment before the deadline");
    EXPECT_TRUE(process.as_object().contains("deadline"));
}

TEST_F(OrderViewsTest, tell_everything_that_happened) {
    auto id = order();
    post("/v1/admin/orders/" + id.text() + "/cancel", R"({"reason":"fraud"})", operator_token);
    auto answer = get("/v1/admin/orders/" + id.text() + "/timeline", operator_token);
    auto timeline = boost::json::parse(answer.body);
    std::vector<std::string> types;
    std::vector<std::string> notes;
    for (const auto& entry : timeline.at("entries").as_array()) {
        for (const auto& event : entry.at("events").as_array()) {
            types.emplace_back(event.at("type").as_string());
            EXPECT_FALSE(event.at("payload").as_string().empty());
        }
        for (const auto& note : entry.at("notes").as_array()) {
            notes.emplace_back(note.at("kind").as_string());
        }
        EXPECT_EQ(entry.at("trace").as_string().size(), 55U);
    }
    EXPECT_EQ(types, (std::vector<std::string>{
                         "OrderCreated", "StockReserved", "OrderStatusChanged",
                         "OrderStatusChanged", "OrderCancellationRequested", "StockReleased",
                         "PaymentCancelled", "OrderStatusChanged", "OrderCancelled"}));
    EXPECT_EQ(notes, (std::vector<std::string>{"timer_set", "timer_cancelled"}));
    EXPECT_EQ(get("/v1/admin/orders/" + id.text() + "/timeline", token).status, 403);
}

TEST_F(OrderViewsTest, stream_every_change_until_the_order_ends) {
    undoes = false;
    auto id = order();
    auto stream =
        shop.begin_call(Method::get, path(id, "/events"), "", token, {.headers = {}, .key = "-"});
    EXPECT_EQ(stream->status, 200);
    EXPECT_EQ(stream->content_type, "text/event-stream");
    auto count = [&](const std::string& what) {
        int found = 0;
        for (auto at = stream->body.find(what); at != std::string::npos;
             at = stream->body.find(what, at + 1)) {
            ++found;
        }
        return found;
    };
    EXPECT_EQ(count("event: order\n"), 1) << "what it is now";
    EXPECT_EQ(count("\"awaiting_payment\""), 1);
    undoes = true;
    post(path(id, "/cancel"), R"({"reason":"x"})", token);
    EXPECT_EQ(count("\"cancelled\""), 1);
    EXPECT_TRUE(shop.watches.empty()) << "an order that has ended is not watched";

    auto refused = shop.begin_call(Method::get, path(id, "/events"), "", stranger,
                                   {.headers = {}, .key = "-"});
    EXPECT_EQ(refused->status, 404);
}

}  // namespace
}  // namespace jangteo::test

// Carts of members and guests.

#include <gtest/gtest.h>

#include "contracts/catalog/events.hpp"
#include "tests/support/order_shop.hpp"

namespace jangteo::test {
namespace {

class CartTest : public ::testing::Test, protected OrderShop {
  protected:
    HttpAnswer put(const SkuId& sku, int quantity, const std::string& as,
                   const std::string& guest = "") {
        return shop.call(Method::put, "/v1/cart/lines/" + sku.text(),
                         "{\"quantity\":" + std::to_string(quantity) + "}", as, as_guest(guest));
    }
    boost::json::value cart(const std::string& as, const std::string& guest = "") {
        return boost::json::parse(shop.call(Method::get, "/v1/cart", "", as, as_guest(guest)).body);
    }
    std::size_t lines(const std::string& as, const std::string& guest = "") {
        return cart(as, guest).at("lines").as_array().size();
    }
    std::string new_guest() {
        auto answer = post("/v1/carts", "", "");
        EXPECT_EQ(answer.status, 201);
        return std::string(boost::json::parse(answer.body).at("guest_token").as_string());
    }
    HttpAnswer merge(const std::string& guest) {
        return post("/v1/cart/merge", "{\"guest_token\":\"" + guest + "\"}", token);
    }
    static CallOptions as_guest(const std::string& guest) {
        if (guest.empty()) return {.headers = {}, .key = "-"};
        return {.headers = {{"x-guest-token", guest}}, .key = "-"};
    }
};

TEST_F(CartTest, of_a_member_shows_todays_prices) {
    EXPECT_EQ(put(apple, 2, token).status, 200);
    put(chair, 1, token);
    auto shown = cart(token);
    EXPECT_EQ(shown.at("total").at("amount"), 4'000);
    EXPECT_EQ(shown.at("lines").at(0).at("amount").at("amount"), 2'000);
    EXPECT_FALSE(shown.as_object().contains("guest_token"));
    shop.publish(runtime::subject(shop.new_id<ProductId>(), 2),
                 contracts::ProductPriceChanged{{}, apple, won(1'000), won(1'500)});
    EXPECT_EQ(cart(token).at("total").at("amount"), 5'000);
}

TEST_F(CartTest, loses_a_line_with_quantity_0_and_all_when_emptied) {
    put(apple, 2, token);
    put(chair, 1, token);
    put(apple, 0, token);
    EXPECT_EQ(lines(token), 1U);
    EXPECT_EQ(shop.call(Method::del, "/v1/cart", "", token).status, 204);
    EXPECT_EQ(lines(token), 0U);
    EXPECT_EQ(shop.call(Method::del, "/v1/cart", "", token).status, 204);
}

TEST_F(CartTest, refuses_unknown_goods_and_quantities_out_of_range) {
    EXPECT_EQ(put(shop.new_id<SkuId>(), 1, token).status, 404);
    EXPECT_EQ(put(apple, -1, token).status, 400);
    EXPECT_EQ(put(apple, 1'000'001, token).status, 400);
}

TEST_F(CartTest, has_a_limit) {
    for (int i = 0; i < 500; ++i) {
        ASSERT_EQ(put(offer(farm, "사과", won(1)), 1, token).status, 200);
    }
    auto answer = put(apple, 1, token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(code_of(answer), "too_many_lines");
}

TEST_F(CartTest, of_a_guest_is_known_by_its_token) {
    auto guest = new_guest();
    auto another = new_guest();
    EXPECT_EQ(put(apple, 2, "", guest).status, 200);
    EXPECT_EQ(lines("", guest), 1U);
    EXPECT_EQ(lines("", another), 0U);
    auto nobody = shop.call(Method::get, "/v1/cart", "", "", as_guest(""));
    EXPECT_EQ(nobody.status, 401);
    EXPECT_EQ(code_of(nobody), "guest_token_required");
    EXPECT_EQ(put(apple, 1, "", "nonsense").status, 401);
}

TEST_F(CartTest, of_a_guest_becomes_the_members_once) {
    auto guest = new_guest();
    put(apple, 2, "", guest);
    put(pear, 1, "", guest);
    put(apple, 1, token);
    EXPECT_EQ(merge(guest).status, 200);
    EXPECT_EQ(cart(token).at("total").at("amount"), 3'500);
    EXPECT_EQ(lines("", guest), 0U);
    EXPECT_EQ(merge(guest).status, 200);
    EXPECT_EQ(cart(token).at("total").at("amount"), 3'500);
}

// A member's id is no secret: sellers see it, and so do readers of reviews.
TEST_F(CartTest, of_a_member_is_out_of_a_guests_reach) {
    put(apple, 2, token);
    std::string forged = CartId(member.uuid()).text();
    EXPECT_EQ(shop.call(Method::get, "/v1/cart", "", "", as_guest(forged)).body.find("lines\":[{"),
              std::string::npos);
    std::string thief = shop.as_member(shop.new_id<MemberId>());
    post("/v1/cart/merge", "{\"guest_token\":\"" + forged + "\"}", thief);
    EXPECT_EQ(lines(thief), 0U);
    put(chair, 1, "", forged);
    EXPECT_EQ(lines(token), 1U);
}

}  // namespace
}  // namespace jangteo::test

#include "order/domain/cart.hpp"

#include <gtest/gtest.h>

namespace jangteo::order {
namespace {

SkuId sku(int n) {
    Uuid uuid{};
    uuid[14] = static_cast<std::uint8_t>(n >> 8);
    uuid[15] = static_cast<std::uint8_t>(n);
    return SkuId(uuid);
}

TEST(Cart, takes_changes_and_gives_up_lines) {
    Cart cart;
    ASSERT_TRUE(cart.put(sku(1), 2));
    ASSERT_TRUE(cart.put(sku(2), 1));
    ASSERT_TRUE(cart.put(sku(1), 5));
    ASSERT_EQ(cart.lines.size(), 2U);
    EXPECT_EQ(cart.lines[0].quantity, 5) << "a quantity is set, not added";
    ASSERT_TRUE(cart.put(sku(1), 0));
    ASSERT_EQ(cart.lines.size(), 1U);
    EXPECT_EQ(cart.lines[0].sku, sku(2));
    ASSERT_TRUE(cart.put(sku(9), 0)) << "what is not there is taken out too";
}

TEST(Cart, refuses_quantities_out_of_range) {
    Cart cart;
    EXPECT_EQ(cart.put(sku(1), -1).error(), CartRejection::quantity_out_of_range);
    EXPECT_EQ(cart.put(sku(1), cart_quantity_max + 1).error(),
              CartRejection::quantity_out_of_range);
    EXPECT_TRUE(cart.put(sku(1), cart_quantity_max));
}

TEST(Cart, refuses_more_lines_than_the_limit) {
    Cart cart;
    for (int i = 0; i < static_cast<int>(cart_lines_max); ++i) ASSERT_TRUE(cart.put(sku(i), 1));
    EXPECT_EQ(cart.put(sku(600), 1).error(), CartRejection::too_many_lines);
    EXPECT_TRUE(cart.put(sku(0), 2)) << "a line that is there can change";
    EXPECT_TRUE(cart.put(sku(600), 0));
}

TEST(Cart, adds_up_what_a_guest_had_within_the_limits) {
    Cart cart;
    cart.put(sku(1), 2);
    cart.put(sku(2), cart_quantity_max);
    Cart guest;
    guest.put(sku(1), 3);
    guest.put(sku(2), 1);
    guest.put(sku(3), 4);
    cart.merge(guest);
    ASSERT_EQ(cart.lines.size(), 3U);
    EXPECT_EQ(cart.lines[0].quantity, 5);
    EXPECT_EQ(cart.lines[1].quantity, cart_quantity_max);
    EXPECT_EQ(cart.lines[2].quantity, 4);
    for (int i = 10; i < 1'000; ++i) guest.put(sku(i), 1);
    cart.merge(guest);
    EXPECT_EQ(cart.lines.size(), cart_lines_max);
}

}  // namespace
}  // namespace jangteo::order

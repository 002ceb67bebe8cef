// Numbers of orders: for people, distinct, and a way back to the order.

#include "order/domain/order_number.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/shop.hpp"

namespace jangteo::order {
namespace {

constexpr Timestamp noon{1'800'000'000'123'456};  // 2027-01-15

bool stands_for(const std::string& number, const OrderId& id) {
    auto ids = ids_of_number(number);
    return ids && ids->contains(id);
}

class OrderNumber : public testing::Test {
  protected:
    OrderId next(Timestamp now) { return ids.next<OrderId>(now); }

    test::SeededRandom random{7};
    runtime::Ids ids{random};
};

TEST_F(OrderNumber, is_the_day_and_ten_characters_of_the_id) {
    auto id = OrderId::parse("ord_01m82q5s0kewstjjehjz89va7h");
    ASSERT_TRUE(id);
    EXPECT_EQ(order_number(*id), "261122-2Q5S0KWSTH");
}

TEST_F(OrderNumber, leads_to_the_millisecond_of_the_id) {
    // Two and a half times around the thirty bits of milliseconds that it has.
    for (int hour = 0; hour < 31 * 24; ++hour) {
        Timestamp now = noon + hours(hour);
        OrderId id = next(now);
        std::string number = order_number(id);
        ASSERT_TRUE(stands_for(number, id)) << number;
        EXPECT_FALSE(stands_for(number, next(now + milliseconds(1)))) << number;
    }
}

TEST_F(OrderNumber, leads_to_the_id_when_the_clock_was_set_back) {
    ids.start_after(noon + days(365));
    OrderId id = next(noon);
    EXPECT_TRUE(stands_for(order_number(id), id));
}

TEST_F(OrderNumber, differs_for_two_thousand_orders_of_a_millisecond) {
    std::set<std::string> numbers;
    for (int i = 0; i < 2'048; ++i) numbers.insert(order_number(next(noon)));
    EXPECT_EQ(numbers.size(), 2'048U);
}

TEST_F(OrderNumber, is_nothing_else) {
    for (const char* text :
         {"", "-", "270115", "270115-2Q5S0KWST", "270115-2Q5S0KWSTHH", "270115_2Q5S0KWSTH",
          "271315-2Q5S0KWSTH", "27011x-2Q5S0KWSTH", "270115-IQ5S0KWSTH", "ord_01m82q5s0kews"}) {
        EXPECT_FALSE(ids_of_number(text)) << text;
    }
}

}  // namespace
}  // namespace jangteo::order

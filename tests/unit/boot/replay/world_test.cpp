#include "boot/replay/world.hpp"

#include <gtest/gtest.h>

#include <set>

#include "boot/replay/set_up.hpp"
#include "contracts/codec/text_rules.hpp"
#include "kernel/business_number.hpp"

namespace jangteo::boot {
namespace {

TEST(World, every_seller_has_a_business_number_of_its_own_with_its_check_digit) {
    std::set<std::string> numbers;
    for (std::int64_t seller = 0; seller < sellers_count; ++seller) {
        auto number = business_number_of(seller);
        EXPECT_TRUE(parse_business_number(number)) << number;
        numbers.insert(number);
    }
    EXPECT_EQ(numbers.size(), 50);
}

TEST(World, members_have_addresses_that_differ_whatever_their_number_is) {
    std::set<std::string> addresses;
    for (std::string member : {"17850", "walk-in", "A", "a", "a b", "é", "a@b", "65"}) {
        auto address = member_email_of(member);
        EXPECT_TRUE(codec::is_email(address)) << address;
        EXPECT_EQ(codec::to_lower_case(address), address);
        addresses.insert(address);
    }
    EXPECT_EQ(addresses.size(), 8);
}

TEST(World, a_variant_is_its_code_and_its_price) {
    EXPECT_EQ(sku_code_of({"85123A", "", 23, {}}, {0, 4335, 1}), "85123A-4335");
}

TEST(World, names_fit_the_shop) {
    EXPECT_EQ(name_for_shop("  WHITE\tMUG ", "10001"), "WHITE MUG");
    EXPECT_EQ(name_for_shop(" \x01\n", "10001"), "10001");
    EXPECT_EQ(name_for_shop("a\xC2\x85z", "10001"), "10001");  // a control character beyond ASCII
    std::string long_name;
    for (int i = 0; i < 120; ++i) long_name += "장";
    EXPECT_EQ(codec::count_code_points(name_for_shop(long_name, "")), 100);
}

}  // namespace
}  // namespace jangteo::boot

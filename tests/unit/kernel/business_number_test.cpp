#include <gtest/gtest.h>

#include "kernel/business_number.hpp"

namespace jangteo {
namespace {

TEST(BusinessNumber, takes_real_numbers_with_and_without_hyphens) {
    EXPECT_EQ(parse_business_number("124-81-00998"), "1248100998");
    EXPECT_EQ(parse_business_number("2208162517"), "2208162517");
    EXPECT_EQ(parse_business_number("120-81-47521"), "1208147521");
}

TEST(BusinessNumber, finds_every_wrong_digit) {
    const std::string right = "1248100998";
    int found = 0;
    for (std::size_t place = 0; place < right.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto wrong = right;
            wrong[place] = digit;
            found += wrong != right && !parse_business_number(wrong);
        }
    }
    EXPECT_EQ(found, 90);
}

TEST(BusinessNumber, refuses_other_forms) {
    for (auto text :
         {"", "124810099", "12481009980", "124-8100-998", "12-481-00998", "124 81 00998",
          "124-81-0099x", "0000000000", "000-00-00000", "１２４８１００９９８"}) {
        EXPECT_EQ(parse_business_number(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace jangteo

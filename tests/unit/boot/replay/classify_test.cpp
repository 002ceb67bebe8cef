#include "boot/replay/classify.hpp"

#include <gtest/gtest.h>

namespace jangteo::boot {
namespace {

LineClass classify_text(std::string_view invoice, std::string_view code, std::int64_t quantity,
                        std::string_view price) {
    return classify(invoice, code, quantity, parse_decimal(price).value());
}

std::int64_t won_text(std::string_view pounds) { return won_of(parse_decimal(pounds).value()); }

TEST(Classify, not_goods_is_what_is_not_five_digits_and_up_to_two_letters) {
    for (auto code :
         {"POST", "D", "1234", "123456", "12345ABC", "12345-A", "A12345", "", "12345 "}) {
        EXPECT_EQ(classify_text("536365", code, 1, "1"), LineClass::not_goods) << code;
    }
    for (auto code : {"12345", "12345A", "12345ab"}) {
        EXPECT_EQ(classify_text("536365", code, 1, "1"), LineClass::sale) << code;
    }
}

TEST(Classify, not_goods_comes_before_cancellation) {
    EXPECT_EQ(classify_text("C536365", "POST", -1, "1"), LineClass::not_goods);
}

TEST(Classify, a_cancellation_starts_with_C_and_has_a_negative_quantity) {
    EXPECT_EQ(classify_text("C536365", "12345", -1, "1"), LineClass::cancellation);
    EXPECT_EQ(classify_text("C536365", "12345", -1, "0"), LineClass::cancellation);
}

TEST(Classify, a_cancellation_that_is_not_negative_is_odd) {
    EXPECT_EQ(classify_text("C536365", "12345", 1, "1"), LineClass::odd_cancellation);
    EXPECT_EQ(classify_text("C536365", "12345", 0, "1"), LineClass::odd_cancellation);
}

TEST(Classify, an_invoice_number_that_is_not_six_digits_is_an_adjustment) {
    for (auto invoice : {"A563185", "12345", "1234567", "c36365", "53636x"}) {
        EXPECT_EQ(classify_text(invoice, "12345", -1, "-1"), LineClass::adjustment) << invoice;
    }
}

TEST(Classify, quantity_comes_before_price) {
    EXPECT_EQ(classify_text("536365", "12345", 0, "0"), LineClass::quantity_not_positive);
    EXPECT_EQ(classify_text("536365", "12345", -3, "1"), LineClass::quantity_not_positive);
}

TEST(Classify, a_price_of_nothing_or_less_is_no_price) {
    EXPECT_EQ(classify_text("536365", "12345", 1, "0"), LineClass::no_price);
    EXPECT_EQ(classify_text("536365", "12345", 1, "0.00"), LineClass::no_price);
    EXPECT_EQ(classify_text("536365", "12345", 1, "-0.01"), LineClass::no_price);
}

TEST(Classify, a_price_below_half_a_won_is_still_a_sale) {
    EXPECT_EQ(classify_text("536365", "12345", 1, "0.0001"), LineClass::sale);
    EXPECT_EQ(won_text("0.0001"), 0);
}

TEST(Won, is_pounds_times_1700_in_decimal) {
    EXPECT_EQ(won_text("2.55"), 4335);
    EXPECT_EQ(won_text("0.07"), 119);
    EXPECT_EQ(won_text("1"), 1700);
    EXPECT_EQ(won_text("999999999.999999"), 1'700'000'000'000);
}

TEST(Won, rounds_half_up) {
    EXPECT_EQ(won_text("0.0005"), 1);  // 0.85
    EXPECT_EQ(won_text("0.001"), 2);   // 1.7
    EXPECT_EQ(won_text("0.0025"), 4);  // 4.25
    EXPECT_EQ(won_text("0.005"), 9);   // 8.5
    EXPECT_EQ(won_text("0.015"), 26);  // 25.5
    EXPECT_EQ(won_text("-0.005"), -9);
}

TEST(Decimals, refuses_what_is_no_plain_decimal) {
    for (auto text : {"", ".", "1.", ".5", "1e3", "1,5", "1.2.3", "--1", "1234567890", "0.1234567",
                      " 1", "NaN"}) {
        EXPECT_FALSE(parse_decimal(text)) << text;
    }
}

TEST(Mapping, seller_is_five_digits_modulo_fifty) {
    EXPECT_EQ(seller_of("85123A"), 23);
    EXPECT_EQ(seller_of("71053"), 3);
    EXPECT_EQ(seller_of("00050"), 0);
}

TEST(Mapping, product_is_the_code_in_upper_case) {
    EXPECT_EQ(product_code_of("85123a"), "85123A");
    EXPECT_EQ(product_code_of("84997Bc"), "84997BC");
}

TEST(Mapping, a_line_without_a_customer_is_of_the_walk_in) {
    EXPECT_EQ(member_of(""), "walk-in");
    EXPECT_EQ(member_of("17850"), "17850");
}

}  // namespace
}  // namespace jangteo::boot

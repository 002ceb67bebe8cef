#include "kernel/money.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <limits>

namespace jangteo {
namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

__extension__ using Wide = __int128;

// What fits into 64 bits, by a wider sum.
std::optional<Money> won_if_it_fits(Wide amount) {
    if (amount < least || amount > most) return std::nullopt;
    return won(static_cast<std::int64_t>(amount));
}

TEST(Money, never_mixes_currencies) {
    EXPECT_EQ(add(won(1), {1, Currency::USD}), std::nullopt);
    EXPECT_EQ(subtract(won(1), {1, Currency::JPY}), std::nullopt);
    EXPECT_NE(won(1), (Money{1, Currency::JPY}));
}

TEST(Money, keeps_its_currency) {
    EXPECT_EQ(add({5, Currency::USD}, {7, Currency::USD}), (Money{12, Currency::USD}));
    EXPECT_EQ(subtract({5, Currency::JPY}, {7, Currency::JPY}), (Money{-2, Currency::JPY}));
    EXPECT_EQ(multiply({5, Currency::USD}, 3), (Money{15, Currency::USD}));
}

TEST(Money, refuses_to_overflow) {
    EXPECT_EQ(add(won(most), won(1)), std::nullopt);
    EXPECT_EQ(add(won(least), won(-1)), std::nullopt);
    EXPECT_EQ(subtract(won(least), won(1)), std::nullopt);
    EXPECT_EQ(subtract(won(0), won(least)), std::nullopt);
    EXPECT_EQ(multiply(won(least), -1), std::nullopt);
    EXPECT_EQ(multiply(won(most), 2), std::nullopt);
    EXPECT_EQ(add(won(most), won(0)), won(most));
}

std::int64_t any_amount() {
    return *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                           rc::gen::inRange<std::int64_t>(most - 9, most),
                           rc::gen::inRange<std::int64_t>(least, least + 9),
                           rc::gen::inRange<std::int64_t>(-4'000'000'000, 4'000'000'000));
}

RC_GTEST_PROP(Money, is_right_or_refused, ()) {
    auto a = any_amount();
    auto b = any_amount();
    RC_ASSERT(add(won(a), won(b)) == won_if_it_fits(static_cast<Wide>(a) + b));
    RC_ASSERT(subtract(won(a), won(b)) == won_if_it_fits(static_cast<Wide>(a) - b));
    RC_ASSERT(multiply(won(a), b) == won_if_it_fits(static_cast<Wide>(a) * b));
}

TEST(Money, knows_every_currency_by_its_text) {
    for (Currency currency : currencies) EXPECT_EQ(parse_currency(text_of(currency)), currency);
    for (auto text : {"", "krw", "KR", "KRWX", "EUR"})
        EXPECT_EQ(parse_currency(text), std::nullopt);
}

}  // namespace
}  // namespace jangteo

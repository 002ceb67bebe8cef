#include "runtime/effect_desk.hpp"

#include <gtest/gtest.h>

#include "runtime/dead_letters.hpp"

namespace jangteo::runtime {
namespace {

constexpr Timestamp start{1'800'000'000'000'000};

void fail(CircuitBreaker& breaker, int times, Timestamp now) {
    for (int i = 0; i < times; ++i) {
        breaker.started(now);
        breaker.failed(now);
    }
}

TEST(CircuitBreaker, stays_closed_while_calls_succeed_in_between) {
    CircuitBreaker breaker;
    for (int i = 0; i < 10; ++i) {
        fail(breaker, 4, start);
        breaker.succeeded();
    }
    EXPECT_TRUE(breaker.allows(start));
    EXPECT_FALSE(breaker.open(start));
}

TEST(CircuitBreaker, opens_after_five_failures_in_a_row) {
    CircuitBreaker breaker;
    fail(breaker, 4, start);
    EXPECT_TRUE(breaker.allows(start));
    fail(breaker, 1, start);
    EXPECT_FALSE(breaker.allows(start));
    EXPECT_TRUE(breaker.open(start));
    EXPECT_EQ(breaker.open_until(), start + milliseconds(500));
}

TEST(CircuitBreaker, lets_one_call_through_when_its_pause_is_over) {
    CircuitBreaker breaker;
    fail(breaker, 5, start);
    Timestamp later = start + milliseconds(500);
    ASSERT_TRUE(breaker.allows(later));
    breaker.started(later);
    EXPECT_FALSE(breaker.allows(later));
    breaker.succeeded();
    EXPECT_TRUE(breaker.allows(later));
    EXPECT_EQ(breaker.open_until(), Timestamp{0});
}

TEST(CircuitBreaker, pauses_longer_each_time_its_probe_fails_up_to_half_a_minute) {
    CircuitBreaker breaker;
    fail(breaker, 5, start);
    Duration last{};
    Timestamp now = start;
    for (int i = 0; i < 12; ++i) {
        now = breaker.open_until();
        ASSERT_TRUE(breaker.allows(now));
        fail(breaker, 1, now);
        Duration pause = breaker.open_until() - now;
        EXPECT_GE(pause, last);
        EXPECT_LE(pause, seconds(30));
        last = pause;
    }
    EXPECT_EQ(last, seconds(30));
}

TEST(CircuitBreaker, begins_with_a_short_pause_again_after_a_success) {
    CircuitBreaker breaker;
    fail(breaker, 5, start);
    for (int i = 0; i < 5; ++i) fail(breaker, 1, breaker.open_until());
    breaker.succeeded();
    fail(breaker, 5, start + hours(1));
    EXPECT_EQ(breaker.open_until(), start + hours(1) + milliseconds(500));
}

TEST(Delays, of_effects_double_from_200_ms_to_30_s) {
    EXPECT_EQ(effect_delay(0), milliseconds(200));
    EXPECT_EQ(effect_delay(1), milliseconds(400));
    EXPECT_EQ(effect_delay(7), milliseconds(25'600));
    EXPECT_EQ(effect_delay(8), seconds(30));
    EXPECT_EQ(effect_delay(1'000'000), seconds(30));
}

TEST(Delays, of_letters_double_from_100_ms_to_10_s) {
    EXPECT_EQ(letter_delay(1), milliseconds(100));
    EXPECT_EQ(letter_delay(2), milliseconds(200));
    EXPECT_EQ(letter_delay(7), milliseconds(6'400));
    EXPECT_EQ(letter_delay(8), seconds(10));
    EXPECT_EQ(letter_delay(1'000'000), seconds(10));
}

}  // namespace
}  // namespace jangteo::runtime

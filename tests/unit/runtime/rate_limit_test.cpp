#include "runtime/rate_limit.hpp"

#include <gtest/gtest.h>

namespace jangteo::runtime {
namespace {

constexpr Timestamp start{1'800'000'000'000'000};

RateLimiter limiter() { return RateLimiter({{"", {10, 2}}, {"login", {0.1, 1}}, {"free", {}}}); }

TEST(RateLimit, allows_a_burst_and_then_the_rate) {
    auto limits = limiter();
    EXPECT_EQ(limits.take("", "kim", start), Duration{});
    EXPECT_EQ(limits.take("", "kim", start), Duration{});
    Duration wait = limits.take("", "kim", start);
    EXPECT_NEAR(wait.seconds(), 0.1, 0.001);
    EXPECT_EQ(limits.take("", "kim", start + wait), Duration{});
    EXPECT_GT(limits.take("", "kim", start + wait), Duration{});
}

TEST(RateLimit, never_saves_up_more_than_the_burst) {
    auto limits = limiter();
    limits.take("", "kim", start);
    Timestamp later = start + hours(1);
    EXPECT_EQ(limits.take("", "kim", later), Duration{});
    EXPECT_EQ(limits.take("", "kim", later), Duration{});
    EXPECT_GT(limits.take("", "kim", later), Duration{});
}

TEST(RateLimit, counts_each_key_and_each_class_for_itself) {
    auto limits = limiter();
    EXPECT_EQ(limits.take("login", "kim", start), Duration{});
    EXPECT_NEAR(limits.take("login", "kim", start).seconds(), 10, 0.001);
    EXPECT_EQ(limits.take("login", "lee", start), Duration{});
    EXPECT_EQ(limits.take("", "kim", start), Duration{});
}

TEST(RateLimit, lets_everything_through_where_none_is_set) {
    auto limits = limiter();
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(limits.take("free", "kim", start), Duration{});
        EXPECT_EQ(limits.take("unheard of", "kim", start), Duration{});
    }
}

TEST(RateLimit, does_not_pay_for_a_clock_that_goes_back) {
    auto limits = limiter();
    EXPECT_EQ(limits.take("login", "kim", start), Duration{});
    EXPECT_GT(limits.take("login", "kim", start - hours(24)), Duration{});
    EXPECT_GT(limits.take("login", "kim", start), Duration{});
}

TEST(RateLimit, is_not_forgotten_while_it_holds_when_room_runs_out) {
    auto limits = limiter();
    limits.take("login", "kim", start);
    // Others fill the room; their buckets are full again long before Kim's.
    for (std::size_t i = 1; i < RateLimiter::buckets_max; ++i) {
        limits.take("", std::to_string(i), start);
    }
    EXPECT_EQ(limits.take("", "one more", start + seconds(5)), Duration{});
    EXPECT_GT(limits.take("login", "kim", start + seconds(5)), Duration{});
}

}  // namespace
}  // namespace jangteo::runtime

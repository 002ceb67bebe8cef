#include "member/domain/login_attempts.hpp"

#include <gtest/gtest.h>

namespace jangteo::member {
namespace {

constexpr Timestamp now{1'800'000'000'000'000};

LoginAttempts failed(std::int64_t times) {
    LoginAttempts attempts;
    for (std::int64_t i = 0; i < times; ++i) attempts = after_failure(attempts, now);
    return attempts;
}

TEST(LoginAttempts, nine_failures_leave_a_tenth_try) {
    EXPECT_EQ(locked_for({}, now), Duration{});
    EXPECT_EQ(locked_for(failed(9), now), Duration{});
}

TEST(LoginAttempts, ten_failures_close_until_the_end_of_the_window) {
    EXPECT_EQ(locked_for(failed(10), now + minutes(5)), minutes(10));
    EXPECT_EQ(locked_for(failed(10), now + minutes(15)), Duration{});
}

TEST(LoginAttempts, a_failure_after_the_window_begins_a_new_one) {
    auto attempts = after_failure(failed(10), now + minutes(15));
    EXPECT_EQ(attempts.failures, 1);
    EXPECT_EQ(attempts.since, now + minutes(15));
}

TEST(LoginAttempts, later_failures_do_not_move_the_window) {
    auto attempts = after_failure(failed(3), now + minutes(14));
    EXPECT_EQ(attempts.failures, 4);
    EXPECT_EQ(attempts.since, now);
}

}  // namespace
}  // namespace jangteo::member

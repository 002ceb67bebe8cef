#include "member/domain/session.hpp"

#include <gtest/gtest.h>

namespace jangteo::member {
namespace {

constexpr Timestamp now{1'800'000'000'000'000};

Session session() {
    Session session;
    session.family_digest = "family";
    session.secret_digest = "secret";
    session.created_at = now;
    session.expires_at = session_expiry(now, now);
    return session;
}

TEST(Session, takes_its_current_token_until_thirty_days_after_the_last_use) {
    EXPECT_TRUE(check_refresh(session(), {"family", "secret"}, now + days(30) - microseconds(1)));
    EXPECT_EQ(check_refresh(session(), {"family", "secret"}, now + days(30)).error(),
              RefreshSessionRejection::refresh_token_expired);
}

TEST(Session, knows_a_token_that_was_used_before_by_its_family) {
    EXPECT_EQ(check_refresh(session(), {"family", "older"}, now).error(),
              RefreshSessionRejection::refresh_token_reused);
    EXPECT_EQ(check_refresh(session(), {"made up", "secret"}, now).error(),
              RefreshSessionRejection::invalid_refresh_token);
}

TEST(Session, a_reused_token_is_reported_even_when_the_session_is_over) {
    EXPECT_EQ(check_refresh(session(), {"family", "older"}, now + days(60)).error(),
              RefreshSessionRejection::refresh_token_reused);
}

TEST(Session, rotation_prolongs_it_up_to_a_year_after_the_log_in) {
    Session rotated = session();
    rotate(rotated, "next", now + days(10));
    EXPECT_EQ(rotated.secret_digest, "next");
    EXPECT_EQ(rotated.used_at, now + days(10));
    EXPECT_EQ(rotated.expires_at, now + days(40));
    rotate(rotated, "last", now + days(350));
    EXPECT_EQ(rotated.expires_at, now + days(365));
}

}  // namespace
}  // namespace jangteo::member

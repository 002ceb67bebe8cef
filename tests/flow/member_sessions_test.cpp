#include <gtest/gtest.h>

#include "contracts/seller/events.hpp"
#include "tests/flow/member_shop.hpp"

namespace jangteo::test {
namespace {

class MemberSessions : public testing::Test, public MemberShop {
  protected:
    void SetUp() override { register_member("kim@example.com"); }
};

TEST_F(MemberSessions, log_in_gives_a_token_that_is_good_for_fifteen_minutes) {
    auto answer = log_in("kim@example.com");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(json_of(answer).at("expires_in").as_int64(), 900);
    EXPECT_EQ(header_of(answer, "cache-control"), "no-store");
    std::string token = text_at(answer, "access_token");
    EXPECT_EQ(get("/v1/members/me", token).status, 200);
    shop.advance(minutes(15));
    EXPECT_EQ(get("/v1/members/me", token).status, 401);
}

TEST_F(MemberSessions, the_address_may_be_written_in_any_case) {
    EXPECT_EQ(log_in("KIM@Example.com").status, 201);
}

TEST_F(MemberSessions, a_wrong_password_and_an_unknown_address_look_the_same) {
    auto wrong = log_in("kim@example.com", "password2");
    auto unknown = log_in("lee@example.com", "password2");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(code_of(wrong), "wrong_credentials");
    EXPECT_EQ(code_of(unknown), "wrong_credentials");
}

TEST_F(MemberSessions, ten_failures_close_the_account_for_a_quarter_of_an_hour_through_a_restart) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(log_in("kim@example.com", "wrong").status, 401);
    shop.restart();
    auto refused = log_in("kim@example.com");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(code_of(refused), "too_many_attempts");
    EXPECT_EQ(header_of(refused, "retry-after"), "900");
    shop.advance(minutes(15));
    EXPECT_EQ(log_in("kim@example.com").status, 201);
}

TEST_F(MemberSessions, an_unknown_address_is_closed_like_a_known_one) {
    for (int i = 0; i < 10; ++i) log_in("nobody@example.com", "wrong");
    EXPECT_EQ(log_in("nobody@example.com", "wrong").status, 429);
}

TEST_F(MemberSessions, a_good_log_in_forgets_the_failures) {
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 9; ++i) EXPECT_EQ(log_in("kim@example.com", "wrong").status, 401);
        EXPECT_EQ(log_in("kim@example.com").status, 201);
    }
}

TEST_F(MemberSessions, passwords_checked_at_the_same_time_are_counted_one_by_one) {
    std::vector<std::shared_ptr<HttpAnswer>> answers;
    for (int i = 0; i < 12; ++i) {
        answers.push_back(shop.begin_call(Method::post, "/v1/sessions",
                                          R"({"email":"kim@example.com","password":"wrong"})", ""));
    }
    shop.settle();
    auto refused =
        std::ranges::count(answers, 429, [](const auto& answer) { return answer->status; });
    EXPECT_EQ(refused, 2);
}

TEST_F(MemberSessions, a_refresh_gives_new_tokens_and_the_old_one_ends_the_session) {
    auto first = log_in("kim@example.com");
    auto second = refresh(text_at(first, "refresh_token"));
    ASSERT_EQ(second.status, 200) << second.body;
    EXPECT_NE(text_at(first, "refresh_token"), text_at(second, "refresh_token"));
    EXPECT_EQ(text_at(first, "session_id"), text_at(second, "session_id"));

    auto reused = refresh(text_at(first, "refresh_token"));
    EXPECT_EQ(reused.status, 401);
    EXPECT_EQ(code_of(reused), "refresh_token_reused");
    auto ended = refresh(text_at(second, "refresh_token"));
    EXPECT_EQ(ended.status, 401);
    EXPECT_EQ(code_of(ended), "invalid_refresh_token");
}

TEST_F(MemberSessions, a_made_up_refresh_token_ends_nothing) {
    auto first = log_in("kim@example.com");
    std::string forged = text_at(first, "refresh_token");
    forged.replace(31, 26, std::string(26, '0'));
    EXPECT_EQ(code_of(refresh(forged)), "invalid_refresh_token");
    EXPECT_EQ(code_of(refresh("rft_")), "invalid_refresh_token");
    EXPECT_EQ(refresh(text_at(first, "refresh_token")).status, 200);
}

TEST_F(MemberSessions, a_refresh_token_is_good_for_thirty_days_from_its_last_use) {
    auto answer = log_in("kim@example.com");
    for (int i = 0; i < 3; ++i) {
        shop.advance(days(29));
        answer = refresh(text_at(answer, "refresh_token"));
        ASSERT_EQ(answer.status, 200);
    }
    shop.advance(days(30));
    EXPECT_EQ(code_of(refresh(text_at(answer, "refresh_token"))), "refresh_token_expired");
}

TEST_F(MemberSessions, logging_out_ends_the_session) {
    auto answer = log_in("kim@example.com");
    std::string token = text_at(answer, "access_token");
    EXPECT_EQ(shop.call(Method::del, "/v1/sessions/current", "", token).status, 204);
    EXPECT_EQ(refresh(text_at(answer, "refresh_token")).status, 401);
    EXPECT_EQ(shop.call(Method::del, "/v1/sessions/current", "", token).status, 404);
}

TEST_F(MemberSessions, a_member_sees_and_ends_only_own_sessions) {
    register_member("lee@example.com");
    auto phone = log_in("kim@example.com");
    auto desk = log_in("kim@example.com");
    std::string token = text_at(desk, "access_token");
    auto list = items_of(get("/v1/members/me/sessions", token));
    ASSERT_EQ(list.size(), 2U);
    EXPECT_FALSE(list[0].at("current").as_bool());
    EXPECT_TRUE(list[1].at("current").as_bool());

    std::string path = "/v1/sessions/" + text_at(phone, "session_id");
    EXPECT_EQ(shop.call(Method::del, path, "", access_token_of("lee@example.com")).status, 404);
    EXPECT_EQ(shop.call(Method::del, path, "", token).status, 204);
    EXPECT_EQ(refresh(text_at(phone, "refresh_token")).status, 401);
    EXPECT_EQ(refresh(text_at(desk, "refresh_token")).status, 200);
}

TEST_F(MemberSessions, the_oldest_of_too_many_sessions_gives_way) {
    auto first = log_in("kim@example.com");
    auto second = log_in("kim@example.com");
    for (int i = 0; i < 49; ++i) log_in("kim@example.com");
    EXPECT_EQ(refresh(text_at(first, "refresh_token")).status, 401);
    EXPECT_EQ(refresh(text_at(second, "refresh_token")).status, 200);
}

TEST_F(MemberSessions, a_new_password_ends_the_other_sessions) {
    auto other = log_in("kim@example.com");
    auto current = log_in("kim@example.com");
    std::string token = text_at(current, "access_token");
    std::string body = R"({"old_password":"password1","new_password":"password2"})";
    EXPECT_EQ(shop.call(Method::post, "/v1/members/me/password", body, token).status, 204);
    EXPECT_EQ(refresh(text_at(other, "refresh_token")).status, 401);
    EXPECT_EQ(refresh(text_at(current, "refresh_token")).status, 200);
    EXPECT_EQ(log_in("kim@example.com", "password1").status, 401);
    EXPECT_EQ(log_in("kim@example.com", "password2").status, 201);
}

TEST_F(MemberSessions, guessing_the_old_password_is_counted_too) {
    std::string token = access_token_of("kim@example.com");
    std::string body = R"({"old_password":"wrong","new_password":"password2"})";
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(code_of(shop.call(Method::post, "/v1/members/me/password", body, token)),
                  "wrong_password");
    }
    EXPECT_EQ(shop.call(Method::post, "/v1/members/me/password", body, token).status, 429);
    EXPECT_EQ(log_in("kim@example.com").status, 429);
}

TEST_F(MemberSessions, a_password_checked_before_it_was_changed_does_not_log_in) {
    std::string token = access_token_of("kim@example.com");
    auto change =
        shop.begin_call(Method::post, "/v1/members/me/password",
                        R"({"old_password":"password1","new_password":"password2"})", token);
    auto late = shop.begin_call(Method::post, "/v1/sessions",
                                R"({"email":"kim@example.com","password":"password1"})", "");
    shop.settle();
    EXPECT_EQ(change->status, 204);
    EXPECT_EQ(late->status, 401);
}

class MemberRoles : public MemberSessions {
  protected:
    contracts::SellerAccountCreated account(const std::string& role) {
        return {shop.new_id<SellerAccountId>(), shop.new_id<EnterpriseId>(), member(), role};
    }
    void create(const contracts::SellerAccountCreated& event) {
        shop.publish(runtime::subject(event.enterprise_id, 1), event);
    }
    void remove(const contracts::SellerAccountCreated& event) {
        shop.publish(runtime::subject(event.enterprise_id, 2),
                     contracts::SellerAccountRemoved{event.account_id, event.enterprise_id,
                                                     event.member_id});
    }
    MemberId member() { return *MemberId::parse(text_at(log_in("kim@example.com"), "member_id")); }
    boost::json::array roles(const HttpAnswer& answer) {
        return json_of(answer).at("roles").as_array();
    }
};

TEST_F(MemberRoles, a_seller_account_gives_its_role_with_the_next_refresh) {
    auto before = log_in("kim@example.com");
    EXPECT_EQ(roles(before), (boost::json::array{"customer"}));
    auto event = account("owner");
    create(event);
    auto after = refresh(text_at(before, "refresh_token"));
    EXPECT_EQ(roles(after), (boost::json::array{"customer", "seller_owner"}));
    EXPECT_EQ(text_at(after, "enterprise_id"), event.enterprise_id.text());

    remove(event);
    auto later = refresh(text_at(after, "refresh_token"));
    EXPECT_EQ(roles(later), (boost::json::array{"customer"}));
}

TEST_F(MemberRoles, a_removed_account_does_not_come_back_with_a_late_repetition) {
    auto event = account("staff");
    remove(event);
    create(event);
    EXPECT_EQ(roles(log_in("kim@example.com")), (boost::json::array{"customer"}));
}

TEST_F(MemberRoles, a_seller_of_several_enterprises_chooses_and_keeps_the_choice) {
    auto first = account("owner");
    auto second = account("staff");
    create(first);
    create(second);
    auto answer = log_in("kim@example.com");
    EXPECT_EQ(text_at(answer, "enterprise_id"), first.enterprise_id.text());
    auto switched = shop.call(Method::post, "/v1/sessions/refresh",
                              R"({"refresh_token":")" + text_at(answer, "refresh_token") +
                                  R"(","enterprise_id":")" + second.enterprise_id.text() + R"("})");
    EXPECT_EQ(roles(switched), (boost::json::array{"customer", "seller_staff"}));
    auto kept = refresh(text_at(switched, "refresh_token"));
    EXPECT_EQ(text_at(kept, "enterprise_id"), second.enterprise_id.text());
}

TEST_F(MemberRoles, nobody_chooses_an_enterprise_of_others) {
    std::string foreign = shop.new_id<EnterpriseId>().text();
    auto answer =
        shop.call(Method::post, "/v1/sessions",
                  R"({"email":"kim@example.com","password":"password1","enterprise_id":")" +
                      foreign + R"("})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(code_of(answer), "not_of_enterprise");
    auto session = log_in("kim@example.com");
    auto refreshed = shop.call(Method::post, "/v1/sessions/refresh",
                               R"({"refresh_token":")" + text_at(session, "refresh_token") +
                                   R"(","enterprise_id":")" + foreign + R"("})");
    EXPECT_EQ(code_of(refreshed), "not_of_enterprise");
    EXPECT_EQ(refresh(text_at(session, "refresh_token")).status, 200);
}

}  // namespace
}  // namespace jangteo::test

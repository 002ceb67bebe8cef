#include <gtest/gtest.h>

#include "contracts/member/events.hpp"
#include "tests/flow/member_shop.hpp"

namespace jangteo::test {
namespace {

class MemberAccount : public testing::Test, public MemberShop {};

TEST_F(MemberAccount, registering_announces_the_member) {
    auto answer = register_member("kim@example.com");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(text_at(answer, "status"), "active");
    EXPECT_EQ(answer.body.find("fake:"), std::string::npos);
    auto event = shop.last_event<contracts::MemberCreated>();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->member_id.text(), text_at(answer, "id"));
    EXPECT_EQ(event->email, "kim@example.com");
}

TEST_F(MemberAccount, an_address_registers_once_in_any_case) {
    register_member("kim@example.com");
    auto again = register_member("Kim@EXAMPLE.com");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(code_of(again), "email_taken");
    EXPECT_EQ(shop.count_events<contracts::MemberCreated>(), 2U);
}

TEST_F(MemberAccount, a_short_password_is_refused) {
    EXPECT_EQ(register_member("kim@example.com", "1234567").status, 400);
}

TEST_F(MemberAccount, a_member_changes_the_profile_at_the_version_that_was_read) {
    register_member("kim@example.com");
    std::string token = access_token_of("kim@example.com");
    auto me = get("/v1/members/me", token);
    EXPECT_EQ(header_of(me, "etag"), "\"1\"");
    auto changed =
        shop.call(Method::patch, "/v1/members/me", R"({"name":"김둘","phone":"010-1234-5678"})",
                  token, {.headers = {{"if-match", "\"1\""}}, .key = ""});
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(text_at(changed, "name"), "김둘");
    EXPECT_EQ(shop.last_event<contracts::MemberUpdated>()->name, "김둘");
    auto stale = shop.call(Method::patch, "/v1/members/me", R"({"name":"김셋"})", token,
                           {.headers = {{"if-match", "\"1\""}}, .key = ""});
    EXPECT_EQ(stale.status, 412);
    EXPECT_EQ(code_of(stale), "version_mismatch");
    auto without_phone = shop.call(Method::patch, "/v1/members/me", R"({"phone":""})", token);
    EXPECT_FALSE(json_of(without_phone).as_object().contains("phone"));
}

TEST_F(MemberAccount, a_disabled_member_is_logged_out_and_stays_out) {
    register_member("kim@example.com");
    auto session = log_in("kim@example.com");
    std::string token = text_at(session, "access_token");
    EXPECT_EQ(shop.call(Method::post, "/v1/members/me/disable", "", token).status, 200);
    EXPECT_EQ(shop.count_events<contracts::MemberDisabled>(), 1U);
    EXPECT_EQ(refresh(text_at(session, "refresh_token")).status, 401);
    EXPECT_EQ(code_of(log_in("kim@example.com")), "member_disabled");
    EXPECT_EQ(code_of(log_in("kim@example.com", "wrong")), "wrong_credentials");
    auto again = shop.call(Method::post, "/v1/members/me/disable", "", token);
    EXPECT_EQ(code_of(again), "already_disabled");
}

TEST_F(MemberAccount, an_operator_disables_members_but_not_the_own_account) {
    std::string member = text_at(register_member("kim@example.com"), "id");
    std::string token = operator_token();
    EXPECT_EQ(shop.call(Method::post, "/v1/admin/members/" + member + "/disable", "", token).status,
              200);
    auto self =
        shop.call(Method::post, "/v1/admin/members/" + operator_id.text() + "/disable", "", token);
    EXPECT_EQ(code_of(self), "cannot_disable_self");
    auto unknown = "/v1/admin/members/" + shop.new_id<MemberId>().text() + "/disable";
    EXPECT_EQ(code_of(shop.call(Method::post, unknown, "", token)), "unknown_member");
}

TEST_F(MemberAccount, only_operators_see_the_members) {
    register_member("kim@example.com");
    EXPECT_EQ(get("/v1/admin/members", access_token_of("kim@example.com")).status, 403);
    EXPECT_EQ(get("/v1/admin/members", "").status, 401);
    std::string token = operator_token();
    auto all = items_of(get("/v1/admin/members", token));
    EXPECT_EQ(all.size(), 2U);
    auto found = items_of(get("/v1/admin/members?filter%5Bemail%5D=KIM@example.com", token));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(get("/v1/admin/members/" + std::string(found[0].at("id").as_string()), token).status,
              200);
}

TEST_F(MemberAccount, the_list_of_members_continues_where_the_page_ended) {
    register_member("kim@example.com");
    register_member("lee@example.com");
    std::string token = operator_token();
    std::size_t count = 0;
    std::string target = "/v1/admin/members?limit=1";
    for (int page = 0; page < 3; ++page) {
        auto answer = json_of(get(target, token));
        count += answer.at("data").as_array().size();
        auto& meta = answer.at("meta").as_object();
        if (!meta.contains("next_cursor")) break;
        target =
            "/v1/admin/members?limit=1&cursor=" + std::string(meta.at("next_cursor").as_string());
    }
    EXPECT_EQ(count, 3U);
}

TEST_F(MemberAccount, a_member_created_by_an_operator_has_no_password) {
    std::string token = operator_token();
    std::string body = R"({"email":"old@example.com","name":"이전"})";
    EXPECT_EQ(shop.call(Method::post, "/v1/admin/members", body, token).status, 201);
    EXPECT_EQ(shop.call(Method::post, "/v1/admin/members", body, token).status, 409);
    EXPECT_EQ(code_of(log_in("old@example.com", "")), "invalid_body");
    EXPECT_EQ(code_of(log_in("old@example.com", "nobody has this password")), "wrong_credentials");
}

class ActingForAMember : public MemberAccount {
  protected:
    void SetUp() override { member_ = text_at(register_member("kim@example.com"), "id"); }

    HttpAnswer token_for(const std::string& member) {
        return shop.call(Method::post, "/v1/admin/members/" + member + "/access-tokens",
                         R"({"reason":"전화 주문"})", operator_token());
    }

    std::string member_;
};

TEST_F(ActingForAMember, the_token_acts_as_the_member_and_is_on_record) {
    auto answer = token_for(member_);
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto me = get("/v1/members/me", text_at(answer, "access_token"));
    EXPECT_EQ(text_at(me, "id"), member_);
    auto records = json_of(get("/v1/admin/members/" + member_ + "/access-tokens", operator_token()))
                       .at("data");
    ASSERT_EQ(records.as_array().size(), 1U);
    EXPECT_EQ(records.as_array()[0].at("operator_id").as_string(), operator_id.text());
    EXPECT_EQ(records.as_array()[0].at("reason").as_string(), "전화 주문");
}

TEST_F(ActingForAMember, what_belongs_to_the_member_alone_stays_closed) {
    std::string token = text_at(token_for(member_), "access_token");
    EXPECT_EQ(shop.call(Method::post, "/v1/members/me/disable", "", token).status, 403);
    EXPECT_EQ(shop.call(Method::del, "/v1/sessions/current", "", token).status, 403);
    EXPECT_EQ(shop.call(Method::post, "/v1/members/me/password",
                        R"({"old_password":"password1","new_password":"password2"})", token)
                  .status,
              403);
}

TEST_F(ActingForAMember, nobody_acts_for_operators_the_disabled_or_the_unknown) {
    EXPECT_EQ(code_of(token_for(operator_id.text())), "member_is_operator");
    EXPECT_EQ(code_of(token_for(shop.new_id<MemberId>().text())), "unknown_member");
    shop.call(Method::post, "/v1/admin/members/" + member_ + "/disable", "", operator_token());
    EXPECT_EQ(code_of(token_for(member_)), "member_disabled");
}

TEST_F(ActingForAMember, an_enterprise_of_others_is_refused) {
    auto answer = shop.call(
        Method::post, "/v1/admin/members/" + member_ + "/access-tokens",
        R"({"reason":"도움","enterprise_id":")" + shop.new_id<EnterpriseId>().text() + R"("})",
        operator_token());
    EXPECT_EQ(code_of(answer), "not_of_enterprise");
}

TEST_F(MemberAccount, ensuring_an_operator_twice_changes_nothing) {
    std::size_t before = shop.events().size();
    shop.transact([this](runtime::Transaction& tx) {
        EXPECT_EQ(module.ensure_operator(tx, {"op@example.com", "다른 이름", "other"}),
                  operator_id);
    });
    EXPECT_EQ(shop.events().size(), before);
    EXPECT_EQ(log_in("op@example.com", "operator-pw").status, 201);
}

TEST_F(MemberAccount, a_member_can_be_made_operator) {
    register_member("kim@example.com");
    shop.transact([this](runtime::Transaction& tx) {
        module.ensure_operator(tx, {"kim@example.com", "김하나", ""});
    });
    EXPECT_EQ(get("/v1/admin/members", access_token_of("kim@example.com")).status, 200);
}

TEST_F(MemberAccount, the_public_keys_are_for_everybody) {
    auto answer = get("/v1/.well-known/jwks.json", "");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(json_of(answer).at("keys").is_array());
}

}  // namespace
}  // namespace jangteo::test

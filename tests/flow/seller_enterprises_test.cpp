#include <gtest/gtest.h>

#include "contracts/seller/events.hpp"
#include "seller/seller_module.hpp"
#include "tests/flow/member_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::EnterpriseCreated;
using contracts::EnterpriseRejected;
using contracts::EnterpriseVerified;
using contracts::SellerAccountCreated;
using contracts::SellerAccountRemoved;

// The member and the seller service together: a new owner's rights come with the next refresh.
class SellerEnterprises : public testing::Test {
  protected:
    SellerEnterprises() {
        members_.install(shop_.registry);
        sellers_.install(shop_.registry);
        shop_.start();
        shop_.transact([this](runtime::Transaction& tx) {
            kim_ = members_.ensure_member(tx, {"kim@example.com", "김하나", "fake:password1"});
            lee_ = members_.ensure_member(tx, {"lee@example.com", "이둘", "fake:password1"});
            members_.ensure_operator(tx, {"op@example.com", "운영자", "fake:password1"});
        });
        shop_.settle();
    }

    std::string token(const std::string& email) {
        auto answer = shop_.call(Method::post, "/v1/sessions",
                                 R"({"email":")" + email + R"(","password":"password1"})");
        return text_at(answer, "access_token");
    }
    std::string kim() { return token("kim@example.com"); }
    std::string lee() { return token("lee@example.com"); }
    std::string operator_token() { return token("op@example.com"); }

    static std::string body(const std::string& number = "220-81-62517",
                            const std::string& more = "") {
        return R"({"name":"하나상회","business_number":")" + number +
               R"(","representative":"김하나","email":"shop@example.com","phone":"02-1",)" +
               R"("settlement_account":{"bank":"국민","number":"1-2-3","holder":"하나상회"})" +
               more + "}";
    }
    HttpAnswer post(const std::string& target, const std::string& token,
                    const std::string& content = "") {
        return shop_.call(Method::post, target, content, token);
    }
    HttpAnswer get(const std::string& target, const std::string& token) {
        return shop_.call(Method::get, target, "", token);
    }
    // Kim's enterprise; its path.
    std::string create() {
        auto answer = post("/v1/seller/enterprises", kim(), body());
        EXPECT_EQ(answer.status, 201) << answer.body;
        id_ = text_at(answer, "id");
        return "/v1/seller/enterprises/" + id_;
    }

    TestShop shop_;
    member::MemberModule members_{{shop_.tokens, shop_.passwords, shop_.digest, shop_.random}};
    seller::SellerModule sellers_;
    MemberId kim_;
    MemberId lee_;
    std::string id_;
};

TEST_F(SellerEnterprises, registering_one_makes_the_member_its_owner) {
    std::string path = create();
    EXPECT_EQ(shop_.last_event<EnterpriseCreated>()->business_number, "2208162517");
    EXPECT_EQ(shop_.last_event<SellerAccountCreated>()->member_id, kim_);
    EXPECT_EQ(shop_.last_event<SellerAccountCreated>()->role, "owner");
    EXPECT_EQ(text_at(get(path, kim()), "status"), "draft");
    EXPECT_EQ(items_of(get("/v1/seller/accounts", kim())).size(), 1U);
}

TEST_F(SellerEnterprises, a_number_must_be_right_and_registers_once) {
    EXPECT_EQ(code_of(post("/v1/seller/enterprises", kim(), body("220-81-62518"))),
              "invalid_business_number");
    create();
    auto again = post("/v1/seller/enterprises", lee(), body("2208162517"));
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(code_of(again), "business_number_taken");
}

TEST_F(SellerEnterprises, strangers_do_not_see_it) {
    std::string path = create();
    EXPECT_EQ(get(path, lee()).status, 404);
    EXPECT_EQ(code_of(shop_.call(Method::patch, path, R"({"phone":"1"})", lee())),
              "unknown_enterprise");
    EXPECT_EQ(code_of(post(path + "/verification", lee())), "unknown_enterprise");
    EXPECT_EQ(get("/v1/seller/accounts", lee()).status, 403);
}

TEST_F(SellerEnterprises, an_operator_verifies_what_was_requested) {
    std::string path = create();
    std::string admin = "/v1/admin/enterprises/" + id_;
    EXPECT_EQ(code_of(post(admin + "/verify", operator_token())), "not_requested");
    EXPECT_EQ(code_of(post(admin + "/reject", operator_token(), R"({"reason":"x"})")),
              "nothing_to_reject");
    EXPECT_EQ(text_at(post(path + "/verification", kim()), "status"), "requested");
    EXPECT_EQ(code_of(post(path + "/verification", kim())), "already_requested");
    EXPECT_EQ(items_of(get("/v1/admin/enterprises?filter%5Bstatus%5D=requested", operator_token()))
                  .size(),
              1U);
    EXPECT_EQ(post(admin + "/verify", kim()).status, 403);
    EXPECT_EQ(text_at(post(admin + "/verify", operator_token()), "status"), "verified");
    EXPECT_EQ(shop_.last_event<EnterpriseVerified>()->name, "하나상회");
    EXPECT_EQ(code_of(post(path + "/verification", kim())), "already_verified");
}

TEST_F(SellerEnterprises, a_rejection_gives_its_reason_and_can_be_answered) {
    std::string path = create();
    std::string admin = "/v1/admin/enterprises/" + id_;
    post(path + "/verification", kim());
    EXPECT_EQ(post(admin + "/reject", operator_token(), R"({"reason":"서류가 없습니다"})").status,
              200);
    EXPECT_EQ(shop_.last_event<EnterpriseRejected>()->reason, "서류가 없습니다");
    EXPECT_EQ(text_at(get(path, kim()), "reason"), "서류가 없습니다");
    EXPECT_EQ(text_at(post(path + "/verification", kim()), "status"), "requested");
    post(admin + "/verify", operator_token());
    EXPECT_EQ(text_at(post(admin + "/reject", operator_token(), R"({"reason":"폐업"})"), "status"),
              "rejected");
    EXPECT_EQ(shop_.count_events<EnterpriseRejected>(), 2U);
    std::string unknown =
        "/v1/admin/enterprises/" + shop_.new_id<EnterpriseId>().text() + "/verify";
    EXPECT_EQ(code_of(post(unknown, operator_token())), "unknown_enterprise");
}

TEST_F(SellerEnterprises, what_was_verified_stays_as_it_was) {
    std::string path = create();
    auto renamed = shop_.call(Method::patch, path, R"({"name":"두리상회"})", kim(),
                              {.headers = {{"if-match", "\"1\""}}, .key = ""});
    EXPECT_EQ(text_at(renamed, "name"), "두리상회");
    auto stale = shop_.call(Method::patch, path, R"({"name":"세리상회"})", kim(),
                            {.headers = {{"if-match", "\"1\""}}, .key = ""});
    EXPECT_EQ(code_of(stale), "version_mismatch");
    post(path + "/verification", kim());
    post("/v1/admin/enterprises/" + id_ + "/verify", operator_token());
    EXPECT_EQ(code_of(shop_.call(Method::patch, path, R"({"name":"네리상회"})", kim())),
              "verified_details_are_fixed");
    EXPECT_EQ(text_at(shop_.call(Method::patch, path, R"({"phone":"02-2"})", kim()), "phone"),
              "02-2");
}

TEST_F(SellerEnterprises, owners_add_and_remove_staff) {
    std::string path = create();
    std::string add = R"({"member_id":")" + lee_.text() + R"(","role":"staff"})";
    auto account = post("/v1/seller/accounts", kim(), add);
    ASSERT_EQ(account.status, 201) << account.body;
    EXPECT_EQ(code_of(post("/v1/seller/accounts", kim(), add)), "already_has_account");

    std::string staff = lee();
    EXPECT_EQ(get(path, staff).status, 200);
    EXPECT_EQ(items_of(get("/v1/seller/accounts", staff)).size(), 2U);
    EXPECT_EQ(code_of(shop_.call(Method::patch, path, R"({"phone":"1"})", staff)), "not_owner");
    EXPECT_EQ(code_of(post(path + "/verification", staff)), "not_owner");
    EXPECT_EQ(post("/v1/seller/accounts", staff, add).status, 403);

    std::string one = "/v1/seller/accounts/" + text_at(account, "id");
    EXPECT_EQ(shop_.call(Method::del, one, "", kim()).status, 204);
    EXPECT_EQ(shop_.last_event<SellerAccountRemoved>()->member_id, lee_);
    EXPECT_EQ(code_of(shop_.call(Method::del, one, "", kim())), "unknown_account");
    // The old token still says staff, the enterprise knows better.
    EXPECT_EQ(get("/v1/seller/accounts", staff).status, 404);
}

TEST_F(SellerEnterprises, the_last_owner_stays) {
    create();
    auto accounts = items_of(get("/v1/seller/accounts", kim()));
    std::string one = "/v1/seller/accounts/" + std::string(accounts[0].at("id").as_string());
    EXPECT_EQ(code_of(shop_.call(Method::del, one, "", kim())), "last_owner");
    post("/v1/seller/accounts", kim(), R"({"member_id":")" + lee_.text() + R"(","role":"owner"})");
    std::string former = kim();
    EXPECT_EQ(shop_.call(Method::del, one, "", lee()).status, 204);
    EXPECT_EQ(code_of(post("/v1/seller/accounts", former,
                           R"({"member_id":")" + kim_.text() + R"(","role":"owner"})")),
              "unknown_enterprise");
}

TEST_F(SellerEnterprises, an_operator_moves_a_verified_enterprise_here) {
    std::string more = R"(,"owner_member_id":")" + lee_.text() + R"(","verified":true)";
    EXPECT_EQ(post("/v1/admin/enterprises", kim(), body("2208162517", more)).status, 403);
    auto answer = post("/v1/admin/enterprises", operator_token(), body("2208162517", more));
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(text_at(answer, "status"), "verified");
    EXPECT_EQ(shop_.count_events<EnterpriseVerified>(), 1U);
    EXPECT_EQ(items_of(get("/v1/seller/accounts", lee())).size(), 1U);
    EXPECT_EQ(get("/v1/admin/enterprises/" + text_at(answer, "id"), operator_token()).status, 200);
    EXPECT_EQ(get("/v1/admin/enterprises?filter%5Bstatus%5D=gone", operator_token()).status, 400);
}

}  // namespace
}  // namespace jangteo::test

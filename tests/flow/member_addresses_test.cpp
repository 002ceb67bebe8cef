#include <gtest/gtest.h>

#include "tests/flow/member_shop.hpp"

namespace jangteo::test {
namespace {

class MemberAddresses : public testing::Test, public MemberShop {
  protected:
    void SetUp() override {
        register_member("kim@example.com");
        token_ = access_token_of("kim@example.com");
    }

    HttpAnswer add(const std::string& name, const std::string& more = "") {
        return shop.call(Method::post, path,
                         R"({"name":")" + name +
                             R"(","phone":"010-1","postal_code":"04524","address":"서울 중구 1")" +
                             more + "}",
                         token_);
    }
    std::string default_name() {
        for (const auto& address : items_of(get(path, token_))) {
            if (address.at("is_default").as_bool())
                return std::string(address.at("name").as_string());
        }
        return "";
    }

    static constexpr const char* path = "/v1/members/me/addresses";
    std::string token_;
};

TEST_F(MemberAddresses, the_first_is_the_default_until_another_is_made_it) {
    auto home = add("집");
    ASSERT_EQ(home.status, 201) << home.body;
    auto office = add("회사");
    EXPECT_EQ(default_name(), "집");
    std::string one = std::string(path) + "/" + text_at(office, "id");
    EXPECT_EQ(shop.call(Method::patch, one, R"({"is_default":true})", token_).status, 200);
    EXPECT_EQ(default_name(), "회사");
    EXPECT_EQ(shop.call(Method::del, one, "", token_).status, 204);
    EXPECT_EQ(default_name(), "집");
    EXPECT_EQ(get(one, token_).status, 404);
}

TEST_F(MemberAddresses, a_change_needs_the_version_that_was_read) {
    std::string one = std::string(path) + "/" + text_at(add("집"), "id");
    CallOptions at_one{.headers = {{"if-match", "\"1\""}}, .key = ""};
    EXPECT_EQ(shop.call(Method::patch, one, R"({"phone":"010-2"})", token_, at_one).status, 200);
    EXPECT_EQ(shop.call(Method::patch, one, R"({"phone":"010-3"})", token_, at_one).status, 412);
    EXPECT_EQ(header_of(get(one, token_), "etag"), "\"2\"");
}

TEST_F(MemberAddresses, there_are_at_most_twenty) {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(add("집").status, 201);
    EXPECT_EQ(code_of(add("집")), "too_many_addresses");
}

TEST_F(MemberAddresses, another_members_address_is_not_there) {
    std::string one = std::string(path) + "/" + text_at(add("집"), "id");
    register_member("lee@example.com");
    std::string other = access_token_of("lee@example.com");
    EXPECT_EQ(get(one, other).status, 404);
    EXPECT_EQ(shop.call(Method::patch, one, R"({"name":"x"})", other).status, 404);
    EXPECT_EQ(shop.call(Method::del, one, "", other).status, 404);
}

TEST_F(MemberAddresses, the_same_key_adds_one_address) {
    std::string body = R"({"name":"집","phone":"010-1","postal_code":"04524","address":"서울"})";
    auto first = shop.call(Method::post, path, body, token_, {.headers = {}, .key = "once"});
    auto again = shop.call(Method::post, path, body, token_, {.headers = {}, .key = "once"});
    EXPECT_EQ(text_at(first, "id"), text_at(again, "id"));
    EXPECT_EQ(items_of(get(path, token_)).size(), 1U);
}

}  // namespace
}  // namespace jangteo::test

#pragma once

// A shop with the member service and real tokens, and what its stories have in common.

#include <boost/json.hpp>

#include <memory>

#include "member/member_module.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

inline boost::json::value json_of(const HttpAnswer& answer) {
    return boost::json::parse(answer.body);
}

inline std::string text_at(const HttpAnswer& answer, std::string_view key) {
    return std::string(json_of(answer).as_object().at(key).as_string());
}

// The items of a list's page.
inline boost::json::array items_of(const HttpAnswer& answer) {
    return json_of(answer).as_object().at("data").as_array();
}

// A problem's stable code.
inline std::string code_of(const HttpAnswer& answer) { return text_at(answer, "code"); }

inline std::string header_of(const HttpAnswer& answer, std::string_view name) {
    for (const auto& header : answer.headers) {
        if (header.name == name) return header.value;
    }
    return "";
}

class MemberShop {
  public:
    MemberShop() {
        module.install(shop.registry);
        shop.start();
        shop.transact([this](runtime::Transaction& tx) {
            operator_id = module.ensure_operator(
                tx, {"op@example.com", "운영자", shop.passwords.hash("operator-pw")});
        });
        shop.settle();
    }

    HttpAnswer register_member(const std::string& email,
                               const std::string& password = "password1") {
        return shop.call(
            Method::post, "/v1/members",
            R"({"email":")" + email + R"(","password":")" + password + R"(","name":"김하나"})");
    }
    HttpAnswer log_in(const std::string& email, const std::string& password = "password1") {
        return shop.call(Method::post, "/v1/sessions",
                         R"({"email":")" + email + R"(","password":")" + password + R"("})");
    }
    HttpAnswer refresh(const std::string& token) {
        return shop.call(Method::post, "/v1/sessions/refresh",
                         R"({"refresh_token":")" + token + R"("})");
    }
    HttpAnswer get(const std::string& target, const std::string& token) {
        return shop.call(Method::get, target, "", token);
    }
    std::string access_token_of(const std::string& email,
                                const std::string& password = "password1") {
        return text_at(log_in(email, password), "access_token");
    }
    std::string operator_token() { return access_token_of("op@example.com", "operator-pw"); }

    TestShop shop;
    member::MemberModule module{{shop.tokens, shop.passwords, shop.digest, shop.random}};
    MemberId operator_id;
};

}  // namespace jangteo::test

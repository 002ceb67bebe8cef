// Bad input over real HTTP to the real program: each gets one clear problem, and nothing changes.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "platform/sodium/random.hpp"
#include "platform/sodium/tokens.hpp"
#include "platform/threads/system_clock.hpp"
#include "tests/support/live_race.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;
using runtime::Method;

struct Case {
    std::string name;
    ShopCall call;
    std::string answer;   // status and code
    std::string pointer;  // of the first wrong field; "" : not looked at
};

class BadRequests : public LiveRace {
  protected:
    void expect(const Case& bad) {
        const ShopAnswer answer = client_.call(bad.call);
        EXPECT_EQ(told(answer), bad.answer) << bad.name << "\n" << answer.body;
        const json::object problem = answer.json();
        for (const char* member : {"type", "title", "status", "code", "trace_id"}) {
            EXPECT_TRUE(problem.contains(member)) << bad.name << " " << member;
        }
        if (bad.pointer.empty()) return;
        const auto* errors = problem.if_contains("errors");
        ASSERT_TRUE(errors != nullptr && !errors->as_array().empty()) << bad.name << answer.body;
        EXPECT_EQ(errors->at(0).at("pointer").as_string(), bad.pointer) << bad.name;
    }

    // POST /v1/orders by the first member.
    ShopCall order(const std::string& body) {
        return {.target = "/v1/orders", .token = market_->member(0), .body = body, .key = key("o")};
    }
    // … with this line.
    ShopCall order_line(const std::string& line) {
        return order(R"({"lines":[)" + line +
                     R"(],"recipient":{"name":"a","phone":"010-0000","postal_code":"04524",)"
                     R"("address":"b"}})");
    }
    std::string line(const std::string& quantity) const {
        return R"({"sku_id":")" + market_->sku(0) + R"(","quantity":)" + quantity + "}";
    }
    ShopCall confirm(const std::string& order, const std::string& amount) {
        return {
            .target = "/v1/payments/confirm",
            .token = market_->member(0),
            .body = R"({"payment_key":"k","order_id":")" + order + R"(","amount":)" + amount + "}",
            .key = key("c")};
    }
    ShopCall get(const std::string& target, const std::string& token) const {
        return {.method = Method::get, .target = target, .token = token};
    }
};

TEST_F(BadRequests, what_is_not_http_is_refused_and_the_connection_closed) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 1}));
    const struct {
        std::string bytes;
        std::string_view status;
    } cases[] = {
        {"nonsense\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\n\r\n", "400"},
        {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505"},
        {"POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400"},
        {"POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", "413"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n", "431"},
    };
    for (const auto& [bytes, status] : cases) {
        RawClient client(shop_.port());
        client.send(bytes);
        const std::string answer = client.read_to_end();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::string(status))) << bytes << answer;
        EXPECT_NE(answer.find("application/problem+json"), std::string::npos) << answer;
        EXPECT_NE(answer.find("\"trace_id\""), std::string::npos) << answer;
    }
    close();
}

TEST_F(BadRequests, bodies_that_are_not_what_they_should_be_name_the_field) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 2}));
    const std::string deep = std::string(70, '[') + "1" + std::string(70, ']');
    const std::string wrong_kind = R"({"sku_id":")" + market_->product(0) + R"(","quantity":1})";
    const std::string order_id = buyer(0).place(market_->sku(0), key("order")).text("order_id");
    const Case cases[] = {
        {"no JSON", order("{"), "400 invalid_body", ""},
        {"an array", order("[]"), "400 invalid_body", ""},
        {"too deep", order(R"({"lines":)" + deep + "}"), "400 invalid_body", ""},
        {"too large", order(std::string(1'100'000, ' ')), "413 body_too_large", ""},
        {"an unknown field",
         order_line(R"({"sku_id":")" + market_->sku(0) + R"(","quantity":1,"price":1})"),
         "400 invalid_body", "/lines/0/price"},
        {"a wrong type", order_line(line("\"two\"")), "400 invalid_body", "/lines/0/quantity"},
        {"a fraction", order_line(line("1.5")), "400 invalid_body", "/lines/0/quantity"},
        {"zero", order_line(line("0")), "400 invalid_body", "/lines/0/quantity"},
        {"a negative number", order_line(line("-1")), "400 invalid_body", "/lines/0/quantity"},
        {"a huge number", order_line(line("99999999999999999999999")), "400 invalid_body",
         "/lines/0/quantity"},
        {"an id of another kind", order_line(wrong_kind), "400 invalid_body", "/lines/0/sku_id"},
        {"no id", order_line(R"({"sku_id":"x","quantity":1})"), "400 invalid_body",
         "/lines/0/sku_id"},
        {"no line", order_line(""), "400 invalid_body", "/lines"},
        {"bytes that are no UTF-8", order_line("{\"sku_id\":\"\xff\xfe\",\"quantity\":1}"),
         "400 invalid_body", ""},
        {"an unknown currency", confirm(order_id, R"({"amount":12000,"currency":"XXX"})"),
         "400 invalid_body", "/amount/currency"},
        {"a negative amount", confirm(order_id, R"({"amount":-12000,"currency":"KRW"})"),
         "422 amount_mismatch", ""},
        {"another amount", confirm(order_id, R"({"amount":1,"currency":"KRW"})"),
         "422 amount_mismatch", ""},
        {"another currency", confirm(order_id, R"({"amount":12000,"currency":"USD"})"),
         "422 amount_mismatch", ""},
    };
    for (const Case& bad : cases) expect(bad);
    close();
}

TEST_F(BadRequests, calls_that_are_not_as_their_route_wants_them_say_why) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 1}));
    const Case cases[] = {
        {"no body",
         {.target = "/v1/orders", .token = market_->member(0), .key = key("n")},
         "415 unsupported_media_type",
         ""},
        {"no key",
         {.target = "/v1/orders", .token = market_->member(0), .body = "{}"},
         "400 idempotency_key_required",
         ""},
        {"a key that is too long",
         {.target = "/v1/orders",
          .token = market_->member(0),
          .body = "{}",
          .key = std::string(256, 'k')},
         "400 invalid_idempotency_key",
         ""},
        {"an unknown parameter", get("/v1/products?colour=red", ""), "400 unknown_parameter", ""},
        {"a forged cursor", get("/v1/orders?cursor=AAAA", market_->member(0)),
         "400 invalid_parameter", ""},
        {"an unknown path", get("/v1/nothing", ""), "404 not_found", ""},
        {"a wrong method",
         {.method = Method::del, .target = "/v1/products"},
         "405 method_not_allowed",
         ""},
    };
    for (const Case& bad : cases) expect(bad);
    close();
}

// As the program's own key would not sign it: the last character of the signature changed.
std::string forged(std::string token) {
    char& c = token[token.size() - 2];
    c = c == 'A' ? 'B' : 'A';
    return token;
}

TEST_F(BadRequests, tokens_that_are_not_ours_and_objects_of_others_are_refused) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 2}));
    const std::string mine = buyer(0).place(market_->sku(0), key("order")).text("order_id");
    // {"alg":"none","typ":"JWT"} with our claims and no signature.
    const std::string claims = market_->member(0).substr(market_->member(0).find('.'));
    const std::string unsigned_token =
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + claims.substr(0, claims.rfind('.') + 1);
    // Signed by another shop: same program, other key.
    LiveShop other(folder_ / "other");
    ASSERT_TRUE(other.start());
    ShopClient other_client(other.url());
    const std::string foreign =
        other_client
            .post("/v1/sessions", {{"email", operator_email}, {"password", operator_password}})
            .text("access_token");
    const std::string other_member = market_->member(1);
    const Case cases[] = {
        {"nobody", get("/v1/orders/" + mine, ""), "401 login_required", ""},
        {"nonsense", get("/v1/orders/" + mine, "nonsense"), "401 invalid_token", ""},
        {"a forged signature", get("/v1/orders/" + mine, forged(market_->member(0))),
         "401 invalid_token", ""},
        {"no signature", get("/v1/orders/" + mine, unsigned_token), "401 invalid_token", ""},
        {"another shop's", get("/v1/admin/orders", foreign), "401 invalid_token", ""},
        {"a member as operator", get("/v1/admin/orders", market_->member(0)), "403 forbidden", ""},
        {"a member as seller", get("/v1/seller/orders", market_->member(0)), "403 forbidden", ""},
        {"somebody else's order", get("/v1/orders/" + mine, other_member), "404 not_found", ""},
        {"somebody else's payment", get("/v1/orders/" + mine + "/payment", other_member),
         "404 not_found", ""},
        {"cancelling somebody else's order",
         {.target = "/v1/orders/" + mine + "/cancel",
          .token = other_member,
          .body = R"({"reason":"mine now"})",
          .key = key("x")},
         "404 not_found",
         ""},
        {"paying somebody else's order",
         {.target = "/v1/payments/confirm",
          .token = other_member,
          .body = R"({"payment_key":"k","order_id":")" + mine +
                  R"(","amount":{"amount":12000,"currency":"KRW"}})",
          .key = key("x")},
         "404 payment_not_found",
         ""},
    };
    for (const Case& bad : cases) expect(bad);
    EXPECT_EQ(buyer(0).order(mine).text("status"), "awaiting_payment");
    close();
}

// Signed with the shop's own key: only its time is wrong.
TEST_F(BadRequests, a_token_that_has_expired_is_refused) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 1}));
    platform::sodium::TokenSeed seed{};
    std::ifstream file(shop_.data() + "/token.key", std::ios::binary);
    file.read(reinterpret_cast<char*>(seed.data()), seed.size());
    ASSERT_EQ(file.gcount(), std::ssize(seed));
    platform::sodium::SodiumRandom random;
    platform::sodium::EdDsaTokens tokens(seed, random);
    const Timestamp now = platform::SystemClock().now();
    const auto principal = tokens.verify(market_->member(0), now);
    ASSERT_TRUE(principal.has_value());
    const std::string good = tokens.issue(*principal, now, minutes(15));
    const std::string expired = tokens.issue(*principal, now - minutes(16), minutes(15));
    EXPECT_EQ(client_.get("/v1/members/me", good).status, 200);
    EXPECT_EQ(told(client_.get("/v1/members/me", expired)), "401 invalid_token");
    close();
}

TEST_F(BadRequests, steps_that_an_order_cannot_take_are_refused_and_change_nothing) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 1}));
    const std::string waiting = buyer(0).place(market_->sku(0), key("order")).text("order_id");
    const std::string shipping = buyer(0).buy(market_->sku(0), key("order"));
    ASSERT_EQ(buyer(0).await(shipping, "shipping"), "shipping");
    const auto step = [&](const std::string& target, const std::string& body) {
        return ShopCall{
            .target = "/v1/" + target,
            .token = target.starts_with("seller") ? market_->seller_token() : market_->member(0),
            .body = body,
            .key = key("s")};
    };
    const std::string refund = R"({"reason":"a","restock":true,"lines":[{"line":1,"quantity":1}]})";
    const std::string too_much =
        R"({"reason":"a","restock":true,"lines":[{"line":1,"quantity":2}]})";
    const std::string no_line =
        R"({"reason":"a","restock":true,"lines":[{"line":9,"quantity":1}]})";
    const ShopCall calls[] = {
        step("orders/" + waiting + "/confirm-receipt", ""),
        step("orders/" + shipping + "/cancel", R"({"reason":"late"})"),
        step("seller/orders/" + waiting + "/refunds", refund),
        step("seller/orders/" + shipping + "/refunds", too_much),
        step("seller/orders/" + shipping + "/refunds", no_line),
        step("seller/approvals/" + shipping + "/approve", "{}"),
        step("payments/confirm", R"({"payment_key":"k2","order_id":")" + shipping +
                                     R"(","amount":{"amount":12000,"currency":"KRW"}})"),
    };
    for (const ShopCall& call : calls) {
        const ShopAnswer answer = client_.call(call);
        EXPECT_TRUE(answer.status == 409 || answer.status == 404 || answer.status == 422)
            << call.target << " " << answer.status << answer.body;
        EXPECT_FALSE(answer.code().empty()) << answer.body;
    }
    EXPECT_EQ(buyer(0).order(waiting).text("status"), "awaiting_payment");
    EXPECT_EQ(buyer(0).order(shipping).text("status"), "shipping");
    close();
}

TEST_F(BadRequests, a_replayed_key_answers_as_before_and_a_conflicting_one_is_refused) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 2, .members = 2}));
    const ShopAnswer first = buyer(0).place(market_->sku(0), "key");
    const ShopAnswer again = buyer(0).place(market_->sku(0), "key");
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.text("order_id"), first.text("order_id"));
    EXPECT_EQ(told(buyer(0).place(market_->sku(1), "key")), "422 idempotency_key_reused");
    // Another member's key is another key, and a restart forgets none.
    EXPECT_NE(buyer(1).place(market_->sku(0), "key").text("order_id"), first.text("order_id"));
    shop_.kill();
    ASSERT_TRUE(shop_.start());
    const ShopAnswer later = buyer(0).place(market_->sku(0), "key");
    EXPECT_TRUE(later.replayed);
    EXPECT_EQ(later.text("order_id"), first.text("order_id"));
    close();
}

}  // namespace
}  // namespace jangteo::test

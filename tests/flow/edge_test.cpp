// The edge: who may call what, and what a caller is told.

#include <boost/json.hpp>

#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

using runtime::Header;
using Headers = std::vector<Header>;

class EdgeTest : public ToyShopTest {
  protected:
    HttpAnswer get(std::string_view target, Headers headers = {}) {
        return shop.call(Method::get, target, "", "", {.headers = std::move(headers), .key = "-"});
    }
    HttpAnswer post_move(std::string body, Headers headers = {}) {
        return shop.call(Method::post, ToyService::target(toy, "moves"), std::move(body), token,
                         {.headers = std::move(headers), .key = "-"});
    }
    static std::string code_of(const HttpAnswer& answer) {
        return std::string(boost::json::parse(answer.body).at("code").as_string());
    }
    static boost::json::array errors_of(const HttpAnswer& answer) {
        return boost::json::parse(answer.body).at("errors").as_array();
    }
    std::string seller_token() {
        return shop.as_seller(shop.new_id<MemberId>(), shop.new_id<EnterpriseId>());
    }
};

TEST_F(EdgeTest, lets_anyone_call_what_is_for_anyone) {
    auto answer = get("/v1/toys");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"step":7})");
    EXPECT_EQ(answer.content_type, "application/json");
}

TEST_F(EdgeTest, wants_a_login_where_one_is_needed) {
    auto answer = shop.call(Method::post, ToyService::target(toy, "moves"), toy_body(1));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(code_of(answer), "login_required");
    EXPECT_EQ(header_of(answer, "www-authenticate"), "Bearer");
    EXPECT_EQ(answer.content_type, "application/problem+json");
}

TEST_F(EdgeTest, refuses_forged_expired_and_malformed_tokens) {
    std::string expired =
        shop.tokens.issue({.member = shop.new_id<MemberId>(), .roles = runtime::members},
                          shop.clock.now(), minutes(1));
    EXPECT_EQ(get("/v1/toys", {{"authorization", "Bearer " + expired}}).status, 200);
    shop.clock.set(shop.clock.now() + minutes(1));
    for (const std::string& value : std::vector<std::string>{
             "Bearer forged", "Bearer ", "Bearer", "Basic a2ltOnNlY3JldA==", "Bearer " + expired}) {
        auto answer = get("/v1/toys", {{"authorization", value}});
        EXPECT_EQ(answer.status, 401) << value;
        EXPECT_EQ(code_of(answer), "invalid_token") << value;
        EXPECT_EQ(header_of(answer, "www-authenticate"), "Bearer error=\"invalid_token\"");
    }
    EXPECT_EQ(get("/v1/toys", {{"authorization", "bEARER " + token}}).status, 200);
}

TEST_F(EdgeTest, forbids_what_a_role_is_missing_for) {
    EXPECT_EQ(shop.call(Method::post, "/v1/seller/toys", "", token).status, 403);
    EXPECT_EQ(shop.call(Method::post, "/v1/seller/toys", "", seller_token()).status, 200);
    EXPECT_EQ(shop.call(Method::get, "/v1/ops/outbox", "", seller_token()).status, 403);
}

TEST_F(EdgeTest, tells_an_unknown_path_from_an_unknown_method) {
    EXPECT_EQ(get("/v1/nothing").status, 404);
    EXPECT_EQ(get("/v1/%").status, 404);
    auto answer = shop.call(Method::del, "/v1/toys", "", token);
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(code_of(answer), "method_not_allowed");
    EXPECT_EQ(header_of(answer, "allow"), "GET");
}

TEST_F(EdgeTest, takes_an_encoded_slash_for_no_separator) {
    EXPECT_EQ(get("/v1/toys").status, 200);
    EXPECT_EQ(get("/v1/to%79s").status, 200);
    EXPECT_EQ(get("/v1%2ftoys").status, 404);
}

TEST_F(EdgeTest, refuses_query_parameters_that_a_route_does_not_know) {
    EXPECT_EQ(get("/v1/toys?limit=3").status, 200);
    auto answer = get("/v1/toys?limit=3&page=2");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(code_of(answer), "unknown_parameter");
    EXPECT_EQ(errors_of(answer).at(0).at("pointer"), "page");
    EXPECT_EQ(code_of(get("/v1/toys?limit=%zz")), "invalid_query");
}

TEST_F(EdgeTest, refuses_bodies_that_are_not_json) {
    EXPECT_EQ(code_of(post_move("{")), "invalid_body");
    EXPECT_EQ(post_move("{").status, 400);
    auto answer = shop.call(Method::post, ToyService::target(toy, "moves"), "", token,
                            {.headers = {{"content-type", "text/plain"}}, .key = "-"});
    EXPECT_EQ(answer.status, 415);
}

TEST_F(EdgeTest, names_every_wrong_field_at_once_in_korean_and_in_english) {
    std::string wrong = R"({"step":5000,"name":"too long","price":1})";
    auto korean = post_move(wrong);
    auto english = post_move(wrong, {{"accept-language", "en-US,en;q=0.9"}});
    for (const auto& answer : {korean, english}) {
        EXPECT_EQ(answer.status, 400);
        auto errors = errors_of(answer);
        ASSERT_EQ(errors.size(), 3U) << answer.body;
        EXPECT_EQ(errors[0].at("pointer"), "/step");
        EXPECT_EQ(errors[0].at("code"), "too_large");
        EXPECT_EQ(errors[1].at("pointer"), "/name");
        EXPECT_EQ(errors[1].at("code"), "too_long");
        EXPECT_EQ(errors[2].at("pointer"), "/price");
        EXPECT_EQ(errors[2].at("code"), "unknown_field");
    }
    EXPECT_EQ(boost::json::parse(korean.body).at("title"), "요청 본문이 올바르지 않습니다.");
    EXPECT_EQ(boost::json::parse(english.body).at("title"), "The request body is not valid.");
    EXPECT_NE(errors_of(korean)[0].at("detail"), errors_of(english)[0].at("detail"));
    EXPECT_TRUE(trail().empty());
}

TEST_F(EdgeTest, answers_in_korean_unless_english_comes_first) {
    auto title = [&](const std::string& language) {
        auto answer = get("/v1/nothing", {{"accept-language", language}});
        return std::string(boost::json::parse(answer.body).at("title").as_string());
    };
    EXPECT_EQ(title("ko-KR,ko;q=0.9,en;q=0.8"), "찾을 수 없습니다.");
    EXPECT_EQ(title("en,ko;q=0.5"), "There is no such thing.");
    EXPECT_EQ(title(""), "찾을 수 없습니다.");
}

TEST_F(EdgeTest, hands_if_match_to_the_route) {
    auto put = [&](const std::string& etag) {
        return shop
            .call(Method::put, "/v1/toys/" + toy.text(), "", token,
                  {.headers = {{"if-match", etag}}, .key = "-"})
            .status;
    };
    EXPECT_EQ(put("\"7\""), 204);
    EXPECT_EQ(put("\"8\""), 412);
    EXPECT_EQ(put("*"), 412);
    for (auto wrong : {"7", "\"\"", "W/\"7\"", "\"7x\"", "\"99999999999999999999\""}) {
        EXPECT_EQ(put(wrong), 400) << wrong;
    }
}

TEST_F(EdgeTest, continues_the_trace_of_the_caller_into_the_log) {
    constexpr std::string_view trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    std::string parent = "00-" + std::string(trace) + "-00f067aa0ba902b7-01";
    auto answer = post_move(toy_body(1), {{"traceparent", parent}});
    auto given = header_of(answer, "traceparent");
    EXPECT_EQ(given.substr(3, 32), trace);
    EXPECT_NE(given, parent);
    auto stored = runtime::Outbox::read(shop.store.writer(), 1, 1, false);
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].record.trace, given);

    auto refused = get("/v1/nothing", {{"traceparent", parent}});
    EXPECT_EQ(boost::json::parse(refused.body).at("trace_id").as_string(), trace);
}

TEST_F(EdgeTest, echoes_the_request_id_of_the_caller) {
    EXPECT_EQ(header_of(get("/v1/toys", {{"x-request-id", "abc-123"}}), "x-request-id"), "abc-123");
    EXPECT_EQ(header_of(get("/v1/toys"), "x-request-id"), "");
    EXPECT_EQ(header_of(get("/v1/toys", {{"x-request-id", "a b"}}), "x-request-id"), "");
    std::string long_id(129, 'a');
    EXPECT_EQ(header_of(get("/v1/toys", {{"x-request-id", long_id}}), "x-request-id"), "");
}

TEST_F(EdgeTest, limits_the_rate_of_changes_by_member_and_of_logins_by_address) {
    shop.edge_options.limits = {{"", {1, 2}}, {"login", {0.1, 1}}};
    shop.restart();
    EXPECT_EQ(move(toy, 1), 200);
    EXPECT_EQ(move(toy, 2), 200);
    auto refused = post_move(toy_body(3));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(header_of(refused, "retry-after"), "1");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(get("/v1/toys").status, 200) << "reads have no limit";
    std::string first = std::exchange(token, shop.as_member(shop.new_id<MemberId>()));
    EXPECT_EQ(move(toy, 4), 200);
    token = first;
    shop.advance(seconds(1));
    EXPECT_EQ(move(toy, 5), 200);

    EXPECT_EQ(shop.call(Method::post, "/v1/toy-logins").status, 200);
    auto again = shop.call(Method::post, "/v1/toy-logins");
    EXPECT_EQ(again.status, 429);
    EXPECT_EQ(header_of(again, "retry-after"), "10");
}

TEST_F(EdgeTest, refuses_everything_once_closed) {
    shop.edge->close();
    auto answer = get("/v1/toys");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(header_of(answer, "retry-after"), "1");
}

TEST_F(EdgeTest, answers_503_when_the_store_cannot_be_read) {
    shop.faulty.break_reads();
    auto answer =
        shop.call(Method::get, "/v1/ops/outbox", "", shop.as_operator(shop.new_id<MemberId>()),
                  {.headers = {{"x-request-id", "abc"}}, .key = "-"});
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(header_of(answer, "retry-after"), "1");
    EXPECT_EQ(header_of(answer, "x-request-id"), "abc");
    EXPECT_EQ(header_of(answer, "traceparent").size(), 55U);
}

TEST_F(EdgeTest, counts_answers_by_route_and_class) {
    get("/v1/toys");
    get("/v1/toys?page=1");
    get("/v1/nothing");
    auto text = shop.metrics.text();
    for (auto sample : {"jangteo_http_requests_total{route=\"list_toys\",status=\"2xx\"} 1\n",
                        "jangteo_http_requests_total{route=\"list_toys\",status=\"4xx\"} 1\n",
                        "jangteo_http_requests_total{route=\"unmatched\",status=\"4xx\"} 1\n",
                        "jangteo_http_request_seconds_count{route=\"list_toys\"} 2\n"}) {
        EXPECT_NE(text.find(sample), std::string::npos) << sample;
    }
}

class CorsTest : public EdgeTest {
  protected:
    CorsTest() { shop.edge_options.cors_origins = {"https://shop.example"}; }

    HttpAnswer ask(const std::string& origin, bool first) {
        Headers headers = {{"origin", origin}};
        if (!first) return get("/v1/toys", headers);
        headers.push_back({"access-control-request-method", "POST"});
        return shop.call(Method::other, "/v1/toys/x/moves", "", "",
                         {.headers = headers, .key = "-"});
    }
    static int count(const HttpAnswer& answer, std::string_view name) {
        return static_cast<int>(std::count_if(answer.headers.begin(), answer.headers.end(),
                                              [&](const Header& h) { return h.name == name; }));
    }
};

TEST_F(CorsTest, lets_listed_origins_read_answers) {
    auto answer = ask("https://shop.example", false);
    EXPECT_EQ(header_of(answer, "access-control-allow-origin"), "https://shop.example");
    EXPECT_NE(header_of(answer, "access-control-expose-headers").find("etag"), std::string::npos);
    EXPECT_EQ(header_of(answer, "vary"), "origin");
}

TEST_F(CorsTest, answers_a_preflight_with_each_header_once) {
    auto answer = ask("https://shop.example", true);
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(count(answer, "access-control-allow-origin"), 1);
    EXPECT_EQ(count(answer, "vary"), 1);
    EXPECT_NE(header_of(answer, "access-control-allow-methods").find("PATCH"), std::string::npos);
    EXPECT_NE(header_of(answer, "access-control-allow-headers").find("idempotency-key"),
              std::string::npos);
}

TEST_F(CorsTest, tells_other_origins_nothing) {
    for (bool first : {false, true}) {
        auto answer = ask("https://evil.example", first);
        EXPECT_EQ(count(answer, "access-control-allow-origin"), 0);
        EXPECT_EQ(count(answer, "access-control-allow-methods"), 0);
    }
}

TEST_F(EdgeTest, speaks_no_cors_unless_told) {
    auto answer = get("/v1/toys", {{"origin", "https://shop.example"}});
    EXPECT_EQ(header_of(answer, "access-control-allow-origin"), "");
    EXPECT_EQ(header_of(answer, "vary"), "");
}

}  // namespace
}  // namespace jangteo::test

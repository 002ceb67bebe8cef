#include "platform/http/server.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>

#include "runtime/trace.hpp"
#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {
namespace {

using namespace std::literals;

std::string refusal(std::string_view request, ServerOptions options = {}) {
    Server server(echo, std::move(options));
    RawClient client(server.http.port());
    client.send(request);
    return client.read_to_end();
}

// What people quote of the body is what programs find in the header.
void expect_trace(const std::string& answer) {
    const std::string trace = header_of(answer, "traceparent");
    ASSERT_TRUE(runtime::valid_traceparent(trace)) << answer;
    EXPECT_NE(answer.find(R"("trace_id":")" + trace.substr(3, 32) + '"'), answer.npos) << answer;
}

void expect_refusal(std::string_view request, std::string_view status, std::string_view code,
                    ServerOptions options = {}) {
    const std::string answer = refusal(request, std::move(options));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::string(status))) << request << "\n" << answer;
    EXPECT_NE(answer.find("\"code\":\"" + std::string(code) + "\""), answer.npos) << answer;
    EXPECT_NE(answer.find("content-type: application/problem+json\r\n"), answer.npos) << answer;
    EXPECT_NE(answer.find("connection: close\r\n"), answer.npos) << answer;
    expect_trace(answer);
}

TEST(HttpFraming, refuses_what_is_not_http) {
    for (const std::string_view request :
         {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "GET relative HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /\x80 HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        expect_refusal(request, "400", "malformed_request");
    }
    expect_refusal("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"sv, "400", "malformed_request");
}

TEST(HttpFraming, refuses_every_ambiguity_about_the_length_of_a_body) {
    for (const std::string_view headers :
         {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5, 5\r\n",
          "Content-Length: +5\r\n", "Content-Length: -5\r\n", "Content-Length: 5x\r\n",
          "Content-Length: 99999999999999999999999\r\n", "Transfer-Encoding: gzip\r\n",
          "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked, chunked\r\n",
          "Transfer-Encoding: xchunked\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"}) {
        expect_refusal("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\nhello", "400",
                       "ambiguous_framing");
    }
    expect_refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400",
                   "ambiguous_framing");
}

TEST(HttpFraming, refuses_other_versions) {
    for (const std::string_view version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.1"}) {
        expect_refusal("GET / " + std::string(version) + "\r\nHost: a\r\n\r\n", "505",
                       "http_version_not_supported");
    }
    expect_refusal("PRI * HTTP/2.0\r\n\r\nSN\r\n\r\n", "505", "http_version_not_supported");
}

TEST(HttpFraming, refuses_bodies_over_the_limit_before_they_come) {
    ServerOptions options;
    options.body_bytes_max = 10;
    expect_refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", "413",
                   "body_too_large", options);
    expect_refusal(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "6\r\nabcdef\r\n5\r\nabcde\r\n0\r\n\r\n",
        "413", "body_too_large", options);
    expect_refusal(
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n", "413",
        "body_too_large", options);
}

TEST(HttpFraming, refuses_headers_over_the_limits) {
    const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";
    expect_refusal(start + "X: " + std::string(17'000, 'x') + "\r\n\r\n", "431",
                   "header_too_large");
    expect_refusal("GET /" + std::string(17'000, 'x'), "431", "header_too_large");
    std::string many = start;
    for (int i = 0; i < 100; ++i) many += "X" + std::to_string(i) + ": 1\r\n";
    expect_refusal(many + "\r\n", "431", "header_too_large");
}

TEST(HttpFraming, refuses_a_chunk_line_without_end) {
    const std::string answer =
        refusal("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                std::string(20'000, 'x'));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << answer;
}

TEST(HttpFraming, a_refusal_is_in_the_trace_and_language_of_what_could_be_read) {
    const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
    const std::string end = "Content-Length: 9999999\r\n\r\n";
    const std::string known =
        refusal(start +
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
                "x-request-id: mine\r\naccept-language: en\r\n" +
                end);
    expect_trace(known);
    EXPECT_TRUE(header_of(known, "traceparent").starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"))
        << known;
    EXPECT_EQ(header_of(known, "x-request-id"), "mine");
    EXPECT_NE(known.find("The request body is too large."), known.npos) << known;

    const std::string foreign = "traceparent: 00-xyz\r\nx-request-id: two words\r\n";
    const std::string one = refusal(start + foreign + end);
    const std::string other = refusal(start + foreign + end);
    expect_trace(one);
    EXPECT_EQ(header_of(one, "x-request-id"), "");
    EXPECT_NE(header_of(one, "traceparent"), header_of(other, "traceparent"));
    EXPECT_NE(one.find("요청 본문이 너무 큽니다."), one.npos) << one;
}

TEST(HttpFraming, says_continue_once_and_only_when_asked) {
    Server server;
    RawClient client(server.http.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("h");
    client.send("i");
    EXPECT_EQ(body_of(client.read_answer()), "POST /x? hi");
    client.send("POST /y HTTP/1.1\r\nHost: a\r\nExpect: magic\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 417"));
    EXPECT_EQ(server.refused(EngineError::expectation_failed), 1U);
}

TEST(HttpFraming, keeps_continue_behind_earlier_answers) {
    Held held;
    Server server(held.hold());
    RawClient client(server.http.port());
    client.send(get("/0") +
                "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    held.take(0)->answer(text("first"));
    EXPECT_EQ(body_of(client.read_answer()), "first");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
}

TEST(HttpFraming, cuts_slow_requests_with_an_answer_and_idle_connections_without) {
    ServerOptions options;
    options.slow_request_timeout = milliseconds(60);
    options.idle_timeout = milliseconds(60);
    Server server(echo, options);
    RawClient slow(server.http.port());
    slow.send("GET / HT");
    const std::string late = slow.read_to_end();
    EXPECT_TRUE(late.starts_with("HTTP/1.1 408")) << late;
    expect_trace(late);
    RawClient idle(server.http.port());
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_EQ(server.refused(EngineError::request_timeout), 1U);
    while (server.http.counters().idle_closed.load() == 0) std::this_thread::yield();
}

TEST(HttpFraming, cuts_clients_that_do_not_read_their_answers) {
    ServerOptions options;
    options.slow_reader_timeout = milliseconds(100);
    Server server(
        [](const ExchangePtr& exchange) { exchange->answer(text(std::string(8 << 20, 'x'))); },
        options);
    RawClient client(server.http.port());
    client.send(get("/"));
    while (server.http.counters().slow_readers_cut.load() == 0) std::this_thread::yield();
    EXPECT_LT(client.read_to_end().size(), 8U << 20);
}

TEST(HttpFraming, refuses_connections_over_the_limit) {
    ServerOptions options;
    options.connections_max = 1;
    Server server(echo, options);
    RawClient first(server.http.port());
    first.send(get("/"));
    first.read_answer();
    RawClient second(server.http.port());
    const std::string answer = second.read_to_end();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503")) << answer;
    EXPECT_NE(answer.find("retry-after: 1\r\n"), answer.npos);
    expect_trace(answer);
}

}  // namespace
}  // namespace jangteo::test

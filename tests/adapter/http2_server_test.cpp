#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/trace.hpp"
#include "tests/support/http2_raw_client.hpp"
#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {
namespace {

using Stream = Http2RawClient::Stream;

void expect_refused(const Stream& stream, std::string_view status, std::string_view code) {
    EXPECT_EQ(stream.status(), status) << code;
    EXPECT_NE(stream.body.find("\"code\":\"" + std::string(code) + "\""), std::string::npos)
        << stream.body;
    EXPECT_EQ(stream.field("content-type"), "application/problem+json");
    EXPECT_TRUE(runtime::valid_traceparent(stream.field("traceparent")));
}

Http2RawClient::Fields with(Http2RawClient::Fields fields, const Http2RawClient::Fields& more) {
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

TEST(Http2Server, answers_with_length_type_date_and_nosniff_and_nothing_of_the_connection) {
    Server server([](const ExchangePtr& exchange) {
        runtime::HttpAnswer answer = text("a mug");
        answer.headers = {{"etag", "\"1\""},          {"connection", "close"},
                          {"transfer-encoding", "x"}, {"keep-alive", "timeout=5"},
                          {"content-length", "99"},   {"x-broken", "a\r\nb"},
                          {"upgrade", "websocket"}};
        exchange->answer(std::move(answer));
    });
    Http2RawClient peer(server.http.port());
    const Stream& answer = peer.answer(peer.get("/a"));
    EXPECT_EQ(answer.body, "a mug");
    EXPECT_FALSE(answer.field("date").empty());
    EXPECT_EQ(answer.fields.size(), 6U);
    EXPECT_EQ(answer.status(), "200");
    EXPECT_EQ(answer.field("content-type"), "application/json");
    EXPECT_EQ(answer.field("content-length"), "5");
    EXPECT_EQ(answer.field("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.field("etag"), "\"1\"");
}

TEST(Http2Server, hands_over_the_same_request_as_http_1_1) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.begin(
        with(Http2RawClient::head_of("PUT", "/a/b?x=1&y=%20"), {{"cookie", "a=1"},
                                                                {"x-id", "7"},
                                                                {"cookie", "b=2"},
                                                                {"host", "shop"},
                                                                {"content-length", "5"}}));
    peer.send_body(id, "he", false);
    peer.send_body(id, "llo", false);
    peer.send_trailer(id, {{"x-id", "8"}});
    const ExchangePtr exchange = held.take(0);
    const runtime::HttpRequest& request = exchange->request();
    EXPECT_EQ(request.method, runtime::Method::put);
    EXPECT_EQ(request.path, "/a/b");
    EXPECT_EQ(request.query, "x=1&y=%20");
    EXPECT_EQ(request.body, "hello");
    EXPECT_EQ(request.peer, "127.0.0.1");
    EXPECT_EQ(request.header("host"), "shop");
    EXPECT_EQ(request.header("cookie"), "a=1; b=2");
    EXPECT_EQ(request.header("x-id"), "7");
    EXPECT_EQ(request.headers.size(), 4U);
    exchange->answer(text("done"));
    EXPECT_EQ(peer.answer(id).body, "done");
}

TEST(Http2Server, answers_leave_as_they_come) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::int32_t first = peer.get("/1");
    const std::int32_t second = peer.get("/2");
    const std::int32_t third = peer.get("/3");
    for (const std::size_t at : {2UL, 0UL, 1UL}) {
        const ExchangePtr exchange = held.take(at);
        exchange->answer(text("of " + exchange->request().path));
        const std::int32_t id = std::vector{first, second, third}[at];
        EXPECT_EQ(peer.answer(id).body, "of /" + std::to_string(at + 1));
    }
    EXPECT_EQ(server.http.counters().requests.load(), 3U);
    EXPECT_EQ(server.http.counters().connections_accepted.load(), 1U);
}

TEST(Http2Server, the_answers_of_one_round_leave_in_one_write) {
    constexpr std::size_t requests = 32;
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    peer.get("/0");
    held.take(0)->answer(text("first"));
    peer.answer(1);
    for (std::size_t i = 0; i < requests; ++i) peer.get("/next");
    std::vector<ExchangePtr> exchanges;
    for (std::size_t i = 1; i <= requests; ++i) exchanges.push_back(held.take(i));
    const int before = peer.receives();
    server.http.post([&exchanges] {
        for (const ExchangePtr& exchange : exchanges) exchange->answer(text("next"));
    });
    for (std::size_t i = 1; i <= requests; ++i) {
        EXPECT_EQ(peer.answer(static_cast<std::int32_t>(2 * i + 1)).body, "next");
    }
    EXPECT_EQ(peer.receives() - before, 1);
}

TEST(Http2Server, the_preface_may_come_in_pieces) {
    Server server;
    for (const std::size_t piece : {1UL, 5UL, 23UL}) {
        Http2RawClient peer(server.http.port());
        peer.hold_back();
        const std::int32_t id = peer.get("/pieces");
        const std::string bytes = peer.take_held_back();
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            peer.send_raw(std::string_view(bytes).substr(at, piece));
        }
        EXPECT_EQ(peer.answer(id).body, "GET /pieces? ");
    }
}

TEST(Http2Server, http_1_1_is_spoken_on_the_same_port) {
    Server server;
    RawClient client(server.http.port());
    for (const std::string_view piece : {"P", "U", "T / HTTP/1.1\r\nHost: a\r\n\r\n"}) {
        client.send(piece);
    }
    EXPECT_EQ(body_of(client.read_answer()), "PUT /? ");
    Http2RawClient peer(server.http.port());
    EXPECT_EQ(peer.answer(peer.get("/x")).body, "GET /x? ");
}

TEST(Http2Server, the_preface_behind_a_request_is_no_preface) {
    Server server;
    RawClient client(server.http.port());
    client.send(get("/"));
    client.read_answer();
    client.send(std::string_view(NGHTTP2_CLIENT_MAGIC, NGHTTP2_CLIENT_MAGIC_LEN));
    EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 505 "));
}

TEST(Http2Server, takes_and_gives_bodies_beyond_the_first_window) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::string large(1 << 20, 'x');
    const std::int32_t id = peer.begin(Http2RawClient::head_of("POST", "/large"));
    std::thread sender([&] { peer.send_body(id, large); });
    const ExchangePtr exchange = held.take(0);
    sender.join();
    EXPECT_EQ(exchange->request().body.size(), large.size());
    exchange->answer(text(large));
    EXPECT_EQ(peer.answer(id).body.size(), large.size());
}

TEST(Http2Server, answers_head_and_no_content_without_a_body) {
    Server server([](const ExchangePtr& exchange) {
        runtime::HttpAnswer answer = text("body");
        if (exchange->request().path == "/empty") answer.status = 204;
        exchange->answer(std::move(answer));
    });
    Http2RawClient peer(server.http.port());
    const Stream& head = peer.answer(peer.request(Http2RawClient::head_of("HEAD", "/x")));
    EXPECT_EQ(head.field("content-length"), "4");
    EXPECT_EQ(head.body, "");
    const Stream& empty = peer.answer(peer.get("/empty"));
    EXPECT_EQ(empty.status(), "204");
    EXPECT_EQ(empty.field("content-length"), "");
    EXPECT_EQ(empty.body, "");
}

TEST(Http2Server, asks_for_the_body_when_the_client_waits_for_that) {
    Server server;
    Http2RawClient peer(server.http.port());
    const std::int32_t id =
        peer.begin(with(Http2RawClient::head_of("POST", "/"), {{"expect", "100-Continue"}}));
    EXPECT_EQ(peer.until(id, [](const Stream& stream) { return stream.interim == 1; }).interim, 1);
    peer.send_body(id, "now");
    EXPECT_EQ(peer.answer(id).body, "POST /? now");
    expect_refused(
        peer.answer(peer.request(with(Http2RawClient::head_of("GET", "/"), {{"expect", "tea"}}))),
        "417", "expectation_failed");
}

TEST(Http2Server, refuses_what_is_not_for_a_shop_and_goes_on) {
    Server server;
    Http2RawClient peer(server.http.port());
    for (const Http2RawClient::Fields& fields :
         {Http2RawClient::head_of("GET", "/a#b"), Http2RawClient::head_of("GET", "/\x7f"),
          with(Http2RawClient::head_of("GET", "/"), {{"host", "another"}}),
          Http2RawClient::Fields{{":method", "CONNECT"}, {":authority", "shop:80"}}}) {
        const Stream& stream = peer.answer(peer.request(fields));
        if (stream.error)
            EXPECT_EQ(*stream.error, NGHTTP2_PROTOCOL_ERROR);
        else
            expect_refused(stream, "400", "malformed_request");
    }
    EXPECT_EQ(server.refused(EngineError::malformed_request), 4U);
    EXPECT_EQ(server.http.counters().requests.load(), 0U);
    EXPECT_EQ(peer.answer(peer.get("/good")).body, "GET /good? ");
}

TEST(Http2Server, resets_what_is_malformed_and_goes_on) {
    Server server;
    Http2RawClient peer(server.http.port());
    for (const Http2RawClient::Fields& fields : {
             Http2RawClient::Fields{{":method", "GET"}, {":scheme", "http"}, {":path", "/"}},
             Http2RawClient::Fields{{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}},
             with(Http2RawClient::head_of("GET", "/"), {{"connection", "close"}}),
             with(Http2RawClient::head_of("GET", "/"), {{"transfer-encoding", "chunked"}}),
             with(Http2RawClient::head_of("GET", "/"), {{":path", "/2"}}),
             with(Http2RawClient::head_of("GET", "/"), {{"content-length", "1"}}),
             with(Http2RawClient::head_of("GET", "/"), {{"content-length", "x"}}),
         }) {
        EXPECT_EQ(peer.error(peer.request(fields)), NGHTTP2_PROTOCOL_ERROR);
    }
    EXPECT_EQ(server.refused(EngineError::malformed_request), 7U);
    EXPECT_EQ(server.http.counters().requests.load(), 0U);
    EXPECT_EQ(peer.answer(peer.get("/good")).body, "GET /good? ");
}

TEST(Http2Server, refuses_too_many_and_too_large_headers) {
    ServerOptions options;
    options.headers_max = 8;
    options.header_bytes_max = 1024;
    Server server(echo, options);
    Http2RawClient peer(server.http.port());
    const Http2RawClient::Fields many(5, {"x", "y"});
    const Http2RawClient::Fields large{{"x", std::string(1000, 'y')}};
    const Http2RawClient::Fields allowed(4, {"x", "y"});
    const Http2RawClient::Fields head = Http2RawClient::head_of("GET", "/");
    expect_refused(peer.answer(peer.request(with(head, many))), "431", "header_too_large");
    expect_refused(peer.answer(peer.request(with(head, large))), "431", "header_too_large");
    EXPECT_EQ(peer.answer(peer.request(with(head, allowed))).status(), "200");
    EXPECT_EQ(server.refused(EngineError::header_too_large), 2U);
}

TEST(Http2Server, refuses_too_large_bodies_without_waiting_for_the_rest) {
    ServerOptions options;
    options.body_bytes_max = 10;
    Server server(echo, options);
    Http2RawClient peer(server.http.port());
    const std::int32_t announced =
        peer.begin(with(Http2RawClient::head_of("POST", "/"), {{"content-length", "11"}}));
    EXPECT_EQ(peer.error(announced), NGHTTP2_NO_ERROR);
    expect_refused(peer.stream(announced), "413", "body_too_large");
    const std::int32_t sent = peer.begin(Http2RawClient::head_of("POST", "/"));
    peer.send_body(sent, "0123456789", false);
    peer.send_body(sent, "0", false);
    EXPECT_EQ(peer.error(sent), NGHTTP2_NO_ERROR);
    expect_refused(peer.stream(sent), "413", "body_too_large");
    const std::int32_t allowed = peer.begin(Http2RawClient::head_of("POST", "/"));
    peer.send_body(allowed, "0123456789");
    EXPECT_EQ(peer.answer(allowed).body, "POST /? 0123456789");
}

}  // namespace
}  // namespace jangteo::test

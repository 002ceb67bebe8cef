#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "tests/support/client_calls.hpp"
#include "tests/support/http2_script.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/trusted_front.hpp"

namespace jangteo {
namespace {

namespace http = platform::http;

using http::ClientOptions;
using http::HttpClient;
using runtime::Method;
using test::at;
using test::echo_path;
using test::get;
using test::Http2Peer;
using test::Http2Request;
using test::Http2Script;
using test::OneShotServer;
using test::paths;
using test::Together;
using test::told;
using test::TrustedFront;

constexpr std::string_view refusal = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n";
constexpr std::string_view ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

TEST(HttpVersion, a_server_that_refuses_http2_is_asked_by_http1) {
    OneShotServer server;
    std::jthread serving([&] {
        server.serve(refusal);
        server.serve(ok);
    });
    HttpClient client(at(server.port()));
    EXPECT_EQ(told(client.call(get("/"))), "ok");
}

TEST(HttpVersion, a_server_that_closes_at_once_is_asked_by_http1) {
    OneShotServer server;
    std::jthread serving([&] {
        server.serve("");
        server.serve(ok);
    });
    HttpClient client(at(server.port()));
    EXPECT_EQ(told(client.call(get("/"))), "ok");
}

TEST(HttpVersion, a_server_that_says_nothing_to_http2_is_asked_by_http1) {
    OneShotServer server;
    std::jthread serving([&] {
        server.ignore();
        server.serve(ok);
    });
    ClientOptions options = at(server.port());
    options.connect_timeout = milliseconds(400);
    HttpClient client(options);
    EXPECT_EQ(told(client.call(get("/"))), "ok");
}

// One asks, the others wait for what it finds out.
TEST(HttpVersion, a_server_is_asked_by_one_connection_alone) {
    Http2Script server(echo_path);
    Together calls(at(server.port(), 64), 200);
    EXPECT_EQ(calls.wait(), paths(200));
    EXPECT_EQ(server.connections(), 1U);
}

// Each says that it goes: a call to one that went without a word may be lost.
TEST(HttpVersion, a_server_may_be_replaced_by_one_of_http1) {
    std::optional<Http2Script> server;
    server.emplace([](Http2Peer& peer, const Http2Request& request) {
        peer.go_away(request.stream);
        echo_path(peer, request);
    });
    const std::uint16_t port = server->port();
    HttpClient client(at(port));
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
    server.reset();
    OneShotServer other(port);
    std::jthread serving([&] {
        other.serve(refusal);
        other.serve(ok);
    });
    EXPECT_EQ(told(client.call(get("/"))), "ok");
}

TEST(HttpVersion, a_server_may_be_replaced_by_one_of_http2) {
    std::optional<OneShotServer> server(std::in_place, test::free_port());
    const std::uint16_t port = server->port();
    HttpClient client(at(port));
    {
        std::jthread serving([&] {
            server->serve(refusal);
            server->serve("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok");
        });
        EXPECT_EQ(told(client.call(get("/"))), "ok");
    }
    server.reset();
    EXPECT_EQ(told(client.call(get("/"))), "not_sent");
    Http2Script other(echo_path, {.port = port});
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
}

TEST(HttpVersion, over_tls_the_server_may_choose_http2) {
    Http2Script server(echo_path);
    const TrustedFront front(server.port(), "IP:127.0.0.1", true, "h2");
    HttpClient client(front.options());
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
    EXPECT_EQ(told(client.call(get("/b"))), "/b");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(HttpVersion, over_tls_the_server_may_choose_http1) {
    OneShotServer server;
    std::jthread serving([&] { server.serve(ok); });
    const TrustedFront front(server.port(), "IP:127.0.0.1", true, "http/1.1");
    HttpClient client(front.options());
    EXPECT_EQ(told(client.call(get("/"))), "ok");
}

TEST(HttpVersion, large_bodies_pass_over_tls) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        peer.answer(request.stream, request.body);
    });
    const TrustedFront front(server.port(), "IP:127.0.0.1", true, "h2");
    HttpClient client(front.options());
    const std::string body(3'000'000, 'x');
    EXPECT_TRUE(client.call({Method::post, "/", {}, body}).value().body == body);
}

TEST(HttpVersion, only_http1_when_told_so) {
    OneShotServer server;
    std::jthread serving([&] { server.serve(ok); });
    ClientOptions options = at(server.port());
    options.versions = http::HttpVersions::only_1_1;
    HttpClient client(options);
    EXPECT_EQ(told(client.call(get("/"))), "ok");
}

}  // namespace
}  // namespace jangteo

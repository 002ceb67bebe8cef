#include "platform/http/client.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "kernel/fault.hpp"
#include "platform/http/load.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/trusted_front.hpp"

namespace jangteo {
namespace {

namespace http = platform::http;

using http::ClientFailure;
using http::ClientOptions;
using http::ClientResult;
using http::HttpClient;
using http::HttpServer;
using runtime::ExchangePtr;
using test::OneShotServer;
using test::TrustedFront;

ClientOptions at(std::uint16_t port) {
    ClientOptions options;
    options.base_url = fmt::format("http://127.0.0.1:{}", port);
    return options;
}

runtime::HttpAnswer text(std::string body) {
    runtime::HttpAnswer answer;
    answer.body = std::move(body);
    return answer;
}

struct Server {
    explicit Server(std::function<void(ExchangePtr)> on_request, http::ServerOptions options = {})
        : http(std::move(options), random, std::move(on_request)) {
        http.start();
    }
    platform::sodium::SodiumRandom random;
    HttpServer http;
};

enum class Line { plain, tls };

class HttpClientOver : public ::testing::TestWithParam<Line> {
  protected:
    ClientOptions to(std::uint16_t port, std::size_t connections = 4) {
        ClientOptions options = at(port);
        if (GetParam() == Line::tls) options = front_.emplace(port, "IP:127.0.0.1").options();
        options.connections_max = connections;
        return options;
    }

    // For what is true of one call at a time on each connection, and for servers that play a
    // script.
    ClientOptions to_1_1(std::uint16_t port, std::size_t connections = 4) {
        ClientOptions options = to(port, connections);
        options.versions = http::HttpVersions::only_1_1;
        return options;
    }

  private:
    std::optional<TrustedFront> front_;
};

INSTANTIATE_TEST_SUITE_P(Lines, HttpClientOver, ::testing::Values(Line::plain, Line::tls),
                         [](const ::testing::TestParamInfo<Line>& line) {
                             return line.param == Line::tls ? "tls" : "plain";
                         });

TEST_P(HttpClientOver, sends_method_target_headers_and_body) {
    Server server([](const ExchangePtr& exchange) {
        const auto& request = exchange->request();
        runtime::HttpAnswer answer = text(
            std::string(runtime::text_of(request.method)) + request.path + "?" + request.query +
            std::string(request.header("x-a")) + std::string(request.header("x-b")) + request.body);
        answer.status = 201;
        answer.headers = {{"Location", "/here"}};
        exchange->answer(std::move(answer));
    });
    ClientOptions options = to(server.http.port());
    options.headers = {{"x-a", "A"}};
    HttpClient client(options);
    const auto answer =
        client.call({runtime::Method::post, "/p?q=1", {{"x-b", "B"}}, "body"}).value();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "POST/p?q=1ABbody");
    EXPECT_EQ(answer.header("location"), "/here");
    EXPECT_EQ(client.call({runtime::Method::del, "/d", {}, ""}).value().body, "DELETE/d?A");
}

TEST_P(HttpClientOver, uses_a_connection_again) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); });
    HttpClient client(to_1_1(server.http.port()));
    for (int i = 0; i < 10; ++i) EXPECT_EQ(client.call({}).value().body, "ok");
    EXPECT_EQ(server.http.counters().connections_accepted.load(), 1U);
}

TEST_P(HttpClientOver, never_opens_more_connections_than_its_limit) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); });
    HttpClient client(to_1_1(server.http.port(), 3));
    std::atomic<int> done = 0;
    std::promise<void> all;
    for (int i = 0; i < 200; ++i) {
        client.send({}, seconds(10), [&](const ClientResult& result) {
            EXPECT_TRUE(result.has_value());
            if (++done == 200) all.set_value();
        });
    }
    all.get_future().wait();
    EXPECT_LE(server.http.counters().connections_accepted.load(), 3U);
}

TEST(HttpClient, a_refused_connection_is_not_sent) {
    HttpClient client(at(test::free_port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::not_sent);
}

TEST(HttpClient, an_unknown_host_is_not_sent) {
    ClientOptions options;
    options.base_url = "http://no-such-host.invalid:80";
    HttpClient client(options);
    EXPECT_EQ(client.call({}, seconds(5)).error().failure, ClientFailure::not_sent);
}

TEST_P(HttpClientOver, a_connection_cut_before_the_answer_is_lost) {
    Server server([](const ExchangePtr&) {});
    HttpClient client(to(server.http.port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST_P(HttpClientOver, half_an_answer_is_lost) {
    OneShotServer server;
    std::jthread serving(
        [&] { server.serve("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"); });
    HttpClient client(to_1_1(server.port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST_P(HttpClientOver, an_answer_that_is_not_http_is_lost) {
    OneShotServer server;
    std::jthread serving([&] { server.serve("SSH-2.0-nonsense\r\n\r\n"); });
    HttpClient client(to_1_1(server.port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST_P(HttpClientOver, an_answer_may_end_with_the_connection) {
    OneShotServer server;
    std::jthread serving([&] { server.serve("HTTP/1.1 200 OK\r\n\r\nall of it"); });
    HttpClient client(to_1_1(server.port()));
    EXPECT_EQ(client.call({}).value().body, "all of it");
}

TEST_P(HttpClientOver, interim_answers_are_passed_over) {
    OneShotServer server;
    std::jthread serving([&] {
        server.serve("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    HttpClient client(to_1_1(server.port()));
    EXPECT_EQ(client.call({}).value().body, "ok");
}

TEST_P(HttpClientOver, chunked_answers_are_put_together) {
    Server server([](const ExchangePtr& exchange) {
        exchange->open_stream({});
        exchange->send("a");
        exchange->send("bc");
        exchange->close();
    });
    HttpClient client(to_1_1(server.http.port()));
    EXPECT_EQ(client.call({}).value().body, "abc");
    EXPECT_EQ(client.call({}).value().body, "abc");
    EXPECT_EQ(server.http.counters().connections_accepted.load(), 1U);
}

TEST_P(HttpClientOver, an_answer_that_does_not_come_is_a_timeout) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    HttpClient client(to(server.http.port(), 1));
    EXPECT_EQ(client.call({}, milliseconds(200)).error().failure, ClientFailure::timeout);
}

TEST_P(HttpClientOver, a_request_that_found_no_free_connection_in_time_is_not_sent) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    HttpClient client(to_1_1(server.http.port(), 1));
    std::promise<ClientResult> first;
    client.send({}, seconds(1), [&](ClientResult result) { first.set_value(std::move(result)); });
    EXPECT_EQ(client.call({}, milliseconds(50)).error().failure, ClientFailure::not_sent);
    EXPECT_EQ(first.get_future().get().error().failure, ClientFailure::timeout);
}

TEST_P(HttpClientOver, a_full_queue_is_not_sent) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    ClientOptions options = to_1_1(server.http.port(), 1);
    options.queue_max = 1;
    HttpClient client(options);
    for (int i = 0; i < 2; ++i) client.send({}, seconds(5), [](const ClientResult&) {});
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::not_sent);
}

TEST(HttpClient, goes_on_when_the_server_closed_an_idle_connection) {
    http::ServerOptions options;
    options.idle_timeout = milliseconds(20);
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); }, options);
    HttpClient client(at(server.http.port()));
    for (std::uint64_t round = 1; round <= 3; ++round) {
        EXPECT_EQ(client.call({}).value().body, "ok");
        while (server.http.counters().idle_closed.load() < round) std::this_thread::yield();
    }
}

TEST_P(HttpClientOver, several_clients_share_a_loop) {
    Server server(
        [](const ExchangePtr& exchange) { exchange->answer(text(exchange->request().path)); });
    ClientOptions options = to(server.http.port());
    options.loop = std::make_shared<http::IoLoop>();
    HttpClient a(options);
    {
        HttpClient b(options);
        EXPECT_EQ(b.call({runtime::Method::get, "/b", {}, ""}).value().body, "/b");
    }
    EXPECT_EQ(a.call({runtime::Method::get, "/a", {}, ""}).value().body, "/a");
}

TEST_P(HttpClientOver, ends_what_is_under_way_when_destroyed) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    std::atomic<int> lost = 0;
    std::atomic<int> not_sent = 0;
    {
        HttpClient client(to_1_1(server.http.port(), 1));
        for (int i = 0; i < 3; ++i) {
            client.send({}, seconds(30), [&](const ClientResult& result) {
                ++(result.error().failure == ClientFailure::lost ? lost : not_sent);
            });
        }
        while (server.http.counters().requests.load() == 0) std::this_thread::yield();
    }
    EXPECT_EQ(lost.load(), 1);
    EXPECT_EQ(not_sent.load(), 2);
}

TEST(HttpClient, refuses_what_is_no_base_url) {
    for (const char* url : {"", "127.0.0.1:80", "ftp://a:1", "http://a:1/path", "http://u:p@a:1"}) {
        ClientOptions options;
        options.base_url = url;
        EXPECT_THROW(HttpClient{options}, Fault) << url;
    }
}

// What a client says of a certificate for these names.
std::string problem_with(const std::string& names, bool is_known) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); });
    const TrustedFront front(server.http.port(), names, is_known);
    HttpClient client(front.options());
    const auto result = client.call({});
    if (result) return result->body;
    EXPECT_EQ(result.error().failure, ClientFailure::not_sent);
    EXPECT_EQ(server.http.counters().requests.load(), 0U);
    return result.error().words;
}

TEST(HttpClient, asks_only_a_server_that_shows_a_certificate_for_its_name) {
    EXPECT_EQ(problem_with("IP:127.0.0.1", true), "ok");
    EXPECT_TRUE(problem_with("IP:127.0.0.1", false).contains("certificate verify failed"));
    EXPECT_TRUE(problem_with("IP:127.0.0.2", true).contains("certificate verify failed"));
    EXPECT_TRUE(problem_with("DNS:shop.example", true).contains("certificate verify failed"));
}

TEST(HttpClient, speaks_no_tls_with_a_server_that_does_not) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); });
    ClientOptions options;
    options.base_url = fmt::format("https://127.0.0.1:{}", server.http.port());
    HttpClient client(options);
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::not_sent);
}

TEST_P(HttpClientOver, sends_and_takes_large_bodies) {
    Server server(
        [](const ExchangePtr& exchange) { exchange->answer(text(exchange->request().body)); });
    HttpClient client(to(server.http.port()));
    const std::string body(900'000, 'x');
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(client.call({runtime::Method::post, "/", {}, body}).value().body, body);
}

// Without the end that TLS has of its own, nobody knows that it was all.
TEST(HttpClient, an_answer_whose_end_may_have_been_cut_off_is_lost) {
    OneShotServer server;
    std::jthread serving([&] { server.serve("HTTP/1.1 200 OK\r\n\r\nall of it"); });
    TrustedFront front(server.port(), "IP:127.0.0.1");
    front.tls.cut_at_the_end();
    HttpClient client(front.options());
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST(HttpLoad, counts_answers_by_class_and_stops_at_the_count) {
    Server server([](const ExchangePtr& exchange) {
        runtime::HttpAnswer answer = text("x");
        if (exchange->request().query == "odd") answer.status = 409;
        exchange->answer(std::move(answer));
    });
    http::LoadOptions options;
    options.port = server.http.port();
    options.connections = 8;
    options.threads = 2;
    options.count = 1000;
    std::atomic<std::uint64_t> bodies = 0;
    options.next_request = [](std::uint64_t n) {
        return std::string("GET /") + (n % 2 == 1 ? "?odd" : "") + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    options.on_answer = [&](const http::LoadAnswer& answer) { bodies += answer.body.size(); };
    const http::LoadResult result = http::run_load(options);
    EXPECT_EQ(result.answers, 1000U);
    EXPECT_EQ(result.not_2xx, 500U);
    EXPECT_EQ(result.errors, 0U);
    EXPECT_EQ(bodies.load(), 1000U);
    EXPECT_GT(result.rate, 0);
    EXPECT_LE(result.p50_ms, result.p99_ms);
}

TEST(HttpLoad, connects_again_when_the_server_closes_and_gives_up_when_nobody_listens) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("x")); });
    http::LoadOptions options;
    options.port = server.http.port();
    options.connections = 2;
    options.count = 4;
    options.next_request = [](std::uint64_t) {
        return std::string("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    };
    EXPECT_EQ(http::run_load(options).answers, 4U);
    options.port = test::free_port();
    const http::LoadResult nobody = http::run_load(options);
    EXPECT_EQ(nobody.answers, 0U);
    EXPECT_GT(nobody.errors, 0U);
}

}  // namespace
}  // namespace jangteo

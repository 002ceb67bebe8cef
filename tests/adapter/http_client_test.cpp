#include "platform/http/client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "kernel/fault.hpp"
#include "platform/http/load.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"
#include "tests/support/raw_client.hpp"

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

std::string base(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

ClientOptions to(std::uint16_t port, std::size_t connections = 4) {
    ClientOptions options;
    options.base_url = base(port);
    options.connections_max = connections;
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

TEST(HttpClient, sends_method_target_headers_and_body) {
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

TEST(HttpClient, uses_a_connection_again) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); });
    HttpClient client(to(server.http.port()));
    for (int i = 0; i < 10; ++i) EXPECT_EQ(client.call({}).value().body, "ok");
    EXPECT_EQ(server.http.counters().connections_accepted.load(), 1U);
}

TEST(HttpClient, never_opens_more_connections_than_its_limit) {
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); });
    HttpClient client(to(server.http.port(), 3));
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
    HttpClient client(to(test::free_port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::not_sent);
}

TEST(HttpClient, an_unknown_host_is_not_sent) {
    ClientOptions options;
    options.base_url = "http://no-such-host.invalid:80";
    HttpClient client(options);
    EXPECT_EQ(client.call({}, seconds(5)).error().failure, ClientFailure::not_sent);
}

TEST(HttpClient, a_connection_cut_before_the_answer_is_lost) {
    Server server([](const ExchangePtr&) {});
    HttpClient client(to(server.http.port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST(HttpClient, half_an_answer_is_lost) {
    OneShotServer server;
    std::jthread serving(
        [&] { server.serve("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"); });
    HttpClient client(to(server.port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST(HttpClient, an_answer_that_is_not_http_is_lost) {
    OneShotServer server;
    std::jthread serving([&] { server.serve("SSH-2.0-nonsense\r\n\r\n"); });
    HttpClient client(to(server.port()));
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::lost);
}

TEST(HttpClient, an_answer_may_end_with_the_connection) {
    OneShotServer server;
    std::jthread serving([&] { server.serve("HTTP/1.1 200 OK\r\n\r\nall of it"); });
    HttpClient client(to(server.port()));
    EXPECT_EQ(client.call({}).value().body, "all of it");
}

TEST(HttpClient, interim_answers_are_passed_over) {
    OneShotServer server;
    std::jthread serving([&] {
        server.serve("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    HttpClient client(to(server.port()));
    EXPECT_EQ(client.call({}).value().body, "ok");
}

TEST(HttpClient, chunked_answers_are_put_together) {
    Server server([](const ExchangePtr& exchange) {
        exchange->open_stream({});
        exchange->send("a");
        exchange->send("bc");
        exchange->close();
    });
    HttpClient client(to(server.http.port()));
    EXPECT_EQ(client.call({}).value().body, "abc");
    EXPECT_EQ(client.call({}).value().body, "abc");
    EXPECT_EQ(server.http.counters().connections_accepted.load(), 1U);
}

TEST(HttpClient, an_answer_that_does_not_come_is_a_timeout) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    HttpClient client(to(server.http.port(), 1));
    EXPECT_EQ(client.call({}, milliseconds(50)).error().failure, ClientFailure::timeout);
}

TEST(HttpClient, a_request_that_found_no_free_connection_in_time_is_not_sent) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    HttpClient client(to(server.http.port(), 1));
    std::promise<ClientResult> first;
    client.send({}, seconds(1), [&](ClientResult result) { first.set_value(std::move(result)); });
    EXPECT_EQ(client.call({}, milliseconds(50)).error().failure, ClientFailure::not_sent);
    EXPECT_EQ(first.get_future().get().error().failure, ClientFailure::timeout);
}

TEST(HttpClient, a_full_queue_is_not_sent) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    ClientOptions options = to(server.http.port(), 1);
    options.queue_max = 1;
    HttpClient client(options);
    for (int i = 0; i < 2; ++i) client.send({}, seconds(5), [](const ClientResult&) {});
    EXPECT_EQ(client.call({}).error().failure, ClientFailure::not_sent);
}

TEST(HttpClient, goes_on_when_the_server_closed_an_idle_connection) {
    http::ServerOptions options;
    options.idle_timeout = milliseconds(20);
    Server server([](const ExchangePtr& exchange) { exchange->answer(text("ok")); }, options);
    HttpClient client(to(server.http.port()));
    for (std::uint64_t round = 1; round <= 3; ++round) {
        EXPECT_EQ(client.call({}).value().body, "ok");
        while (server.http.counters().idle_closed.load() < round) std::this_thread::yield();
    }
}

TEST(HttpClient, several_clients_share_a_loop) {
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

TEST(HttpClient, ends_what_is_under_way_when_destroyed) {
    ExchangePtr held;
    Server server([&](ExchangePtr exchange) { held = std::move(exchange); });
    std::atomic<int> lost = 0;
    std::atomic<int> not_sent = 0;
    {
        HttpClient client(to(server.http.port(), 1));
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
    for (const char* url :
         {"", "127.0.0.1:80", "https://a:1", "http://a:1/path", "http://u:p@a:1"}) {
        ClientOptions options;
        options.base_url = url;
        EXPECT_THROW(HttpClient{options}, Fault) << url;
    }
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

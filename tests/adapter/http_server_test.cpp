#include "platform/http/server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kernel/fault.hpp"
#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {
namespace {

TEST(HttpServer, answers_with_length_type_date_and_nosniff_and_no_server_name) {
    Server server;
    RawClient client(server.http.port());
    client.send(get("/a/b?x=1&y=%20"));
    const std::string answer = client.read_answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(body_of(answer), "GET /a/b?x=1&y=%20 ");
    EXPECT_NE(answer.find("content-type: application/json\r\n"), answer.npos);
    EXPECT_NE(answer.find("x-content-type-options: nosniff\r\n"), answer.npos);
    EXPECT_NE(answer.find("date: "), answer.npos);
    EXPECT_EQ(answer.find("erver:"), answer.npos);
}

TEST(HttpServer, keeps_the_connection_and_counts) {
    Server server;
    RawClient client(server.http.port());
    for (int i = 0; i < 3; ++i) {
        client.send(get("/"));
        EXPECT_EQ(body_of(client.read_answer()), "GET /? ");
    }
    EXPECT_EQ(server.http.counters().requests.load(), 3U);
    EXPECT_EQ(server.http.counters().connections_accepted.load(), 1U);
    // Counted after the write, so perhaps after the client has read.
    while (server.http.counters().bytes_sent.load() < 300) std::this_thread::yield();
    EXPECT_EQ(server.http.counters().bytes_received.load(), 3 * get("/").size());
}

TEST(HttpServer, closes_when_asked_and_after_http_1_0) {
    Server server;
    RawClient asked(server.http.port());
    asked.send(get("/", "Connection: close\r\n") + get("/ignored"));
    const std::string answer = asked.read_to_end();
    EXPECT_NE(answer.find("connection: close\r\n"), answer.npos);
    EXPECT_EQ(answer.find("ignored"), answer.npos);
    RawClient old(server.http.port());
    old.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(body_of(old.read_to_end()), "GET /? ");
}

TEST(HttpServer, keeps_http_1_0_alive_when_asked) {
    Server server;
    RawClient client(server.http.port());
    for (int i = 0; i < 2; ++i) {
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_NE(client.read_answer().find("connection: keep-alive\r\n"), std::string::npos);
    }
}

TEST(HttpServer, answers_head_like_get_without_the_body) {
    Server server;
    RawClient client(server.http.port());
    client.send("HEAD /x HTTP/1.1\r\nHost: shop\r\n\r\n" + get("/next"));
    EXPECT_NE(client.read_answer(true).find("content-length: 8\r\n"), std::string::npos);
    EXPECT_EQ(body_of(client.read_answer()), "GET /next? ");
}

TEST(HttpServer, takes_bodies_by_length_and_in_chunks_however_they_are_cut) {
    Server server;
    const std::string request =
        "POST /len HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nhello"
        "POST /chunk HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n";
    for (const std::size_t piece : {1UL, 7UL, 1000UL}) {
        RawClient client(server.http.port());
        for (std::size_t at = 0; at < request.size(); at += piece) {
            client.send(std::string_view(request).substr(at, piece));
        }
        EXPECT_EQ(body_of(client.read_answer()), "POST /len? hello");
        EXPECT_EQ(body_of(client.read_answer()), "POST /chunk? hello");
    }
}

TEST(HttpServer, gives_headers_in_lower_case_and_ignores_trailers) {
    std::vector<runtime::Header> headers;
    Server server([&](const ExchangePtr& exchange) {
        headers = exchange->request().headers;
        EXPECT_EQ(exchange->request().peer, "127.0.0.1");
        exchange->answer({});
    });
    RawClient client(server.http.port());
    client.send(
        "POST / HTTP/1.1\r\nHOST: shop\r\nIdempotency-Key:  k 1 \r\nTransfer-Encoding: chunked\r\n"
        "\r\n0\r\nAuthorization: Bearer x\r\n\r\n");
    client.read_answer();
    ASSERT_EQ(headers.size(), 3U);
    EXPECT_EQ(headers[1].name, "idempotency-key");
    EXPECT_EQ(headers[1].value, "k 1");
}

TEST(HttpServer, pipelined_answers_keep_the_order_of_the_requests) {
    Held held;
    Server server(held.hold());
    RawClient client(server.http.port());
    client.send(get("/0") + get("/1") + get("/2"));
    std::vector<ExchangePtr> exchanges;
    for (std::size_t i = 0; i < 3; ++i) exchanges.push_back(held.take(i));
    for (const std::size_t i : {2UL, 0UL, 1UL}) exchanges[i]->answer(text(std::to_string(i)));
    for (const char* body : {"0", "1", "2"}) EXPECT_EQ(body_of(client.read_answer()), body);
}

TEST(HttpServer, reads_no_more_than_the_limit_of_pipelined_requests) {
    Held held;
    ServerOptions options;
    options.pipelined_max = 2;
    Server server(held.hold(), options);
    RawClient client(server.http.port());
    client.send(get("/0") + get("/1") + get("/2") + get("/3"));
    const ExchangePtr first = held.take(0);
    const ExchangePtr second = held.take(1);
    EXPECT_EQ(server.http.counters().requests.load(), 2U);
    first->answer(text("0"));
    second->answer(text("1"));
    held.take(2)->answer(text("2"));
    held.take(3)->answer(text("3"));
    for (const char* body : {"0", "1", "2", "3"}) EXPECT_EQ(body_of(client.read_answer()), body);
}

// The tick of the timeouts comes between the answer and its write; the client is not slow for that.
TEST(HttpServer, does_not_take_an_answer_that_waits_for_its_write_for_one_left_unread) {
    Held held;
    ServerOptions options;
    options.slow_reader_timeout = milliseconds(40);  // a tick each 5 ms
    Server server(held.hold(), options);
    RawClient client(server.http.port());
    client.send(get("/"));
    const ExchangePtr exchange = held.take(0);
    server.http.post([&] {
        server.http.post([&] { exchange->answer(text("here")); });
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // The tick is due now.
    });
    EXPECT_EQ(body_of(client.read_answer()), "here");
    EXPECT_EQ(server.http.counters().slow_readers_cut.load(), 0U);
}

TEST(HttpServer, takes_answers_from_many_threads) {
    Held held;
    ServerOptions options;
    options.threads = 2;
    Server server(held.hold(), options);
    constexpr std::size_t clients = 8;
    constexpr std::size_t rounds = 50;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < clients; ++i) {
        threads.emplace_back([&] {
            RawClient client(server.http.port());
            for (std::size_t round = 0; round < rounds; ++round) {
                client.send(get("/" + std::to_string(round)));
                EXPECT_EQ(body_of(client.read_answer()), "/" + std::to_string(round));
            }
        });
    }
    for (std::size_t i = 0; i < clients * rounds; ++i) {
        const ExchangePtr exchange = held.take(i);
        exchange->answer(text(exchange->request().path));
    }
}

TEST(HttpServer, closes_the_connection_of_a_dropped_exchange_behind_the_answers_before_it) {
    Held held;
    Server server(held.hold());
    RawClient client(server.http.port());
    client.send(get("/0") + get("/1"));
    ExchangePtr first = held.take(0);
    held.take(1).reset();
    first->answer(text("0"));
    EXPECT_EQ(body_of(client.read_answer()), "0");
    EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(HttpServer, an_exchange_may_outlive_its_server) {
    ExchangePtr left;
    {
        Held held;
        Server server(held.hold());
        RawClient client(server.http.port());
        client.send(get("/"));
        left = held.take(0);
    }
    left->answer(text("late"));
}

TEST(HttpServer, leaves_out_headers_that_would_break_the_framing) {
    Server server([](const ExchangePtr& exchange) {
        runtime::HttpAnswer answer = text("x");
        answer.headers = {
            {"location", "/a\r\nset-cookie: b"}, {"content-length", "9"}, {"etag", "1"}};
        exchange->answer(std::move(answer));
    });
    RawClient client(server.http.port());
    client.send(get("/"));
    const std::string answer = client.read_answer();
    EXPECT_EQ(answer.find("set-cookie"), answer.npos);
    EXPECT_NE(answer.find("etag: 1\r\n"), answer.npos);
    EXPECT_EQ(body_of(answer), "x");
}

TEST(HttpServer, a_204_has_neither_length_nor_type) {
    Server server([](const ExchangePtr& exchange) {
        runtime::HttpAnswer answer;
        answer.status = 204;
        exchange->answer(std::move(answer));
    });
    RawClient client(server.http.port());
    client.send(get("/"));
    const std::string answer = client.read_answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 No Content\r\n"));
    EXPECT_EQ(answer.find("content-"), answer.find("content-type-options"));
}

TEST(HttpServer, answers_what_was_asked_before_the_client_closed_its_side) {
    Held held;
    Server server(held.hold());
    RawClient client(server.http.port());
    client.send(get("/0") + get("/1"));
    client.close_sending();
    held.take(0)->answer(text("0"));
    held.take(1)->answer(text("1"));
    EXPECT_EQ(body_of(client.read_answer()), "0");
    EXPECT_EQ(body_of(client.read_answer()), "1");
    EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(HttpServer, refuses_a_port_that_is_taken) {
    Server server;
    ServerOptions options;
    options.port = server.http.port();
    HttpServer second(options, server.random, echo);
    EXPECT_THROW(second.start(), Fault);
}

TEST(HttpServer, drains_idle_connections_at_once_and_busy_ones_behind_their_answer) {
    Held held;
    Server server(held.hold());
    RawClient idle(server.http.port());
    RawClient busy(server.http.port());
    busy.send(get("/"));
    const ExchangePtr exchange = held.take(0);
    server.http.stop_accepting();
    EXPECT_THROW(RawClient(server.http.port()), std::runtime_error);
    EXPECT_FALSE(server.http.drain(milliseconds(1)));
    EXPECT_TRUE(idle.is_closed_by_peer());
    std::jthread reader([&] {
        const std::string answer = busy.read_to_end();
        EXPECT_NE(answer.find("connection: close\r\n"), answer.npos);
        busy.close_sending();
    });
    exchange->answer(text("done"));
    EXPECT_TRUE(server.http.drain(seconds(10)));
    server.http.stop();
}

}  // namespace
}  // namespace jangteo::test

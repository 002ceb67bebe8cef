// How the server's HTTP/2 bears clients that are slow, greedy, broken or gone.

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/http2_raw_client.hpp"
#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {
namespace {

using Stream = Http2RawClient::Stream;

runtime::HttpAnswer event_stream() {
    runtime::HttpAnswer head;
    head.content_type = "text/event-stream";
    return head;
}

auto has_body(std::string body) {
    return [body = std::move(body)](const Stream& stream) { return stream.body == body; };
}

// That the connection goes on: this request is the server's n-th, from 0.
void expect_answer(Http2RawClient& peer, Held& held, std::size_t n) {
    const std::int32_t next = peer.get("/next");
    held.take(n)->answer(text("next"));
    EXPECT_EQ(peer.answer(next).body, "next");
}

TEST(Http2Limits, streams_beside_answers_and_ends) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.get("/events");
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    EXPECT_TRUE(stream->send("data: 1\n\n"));
    EXPECT_EQ(peer.until(id, has_body("data: 1\n\n")).body, "data: 1\n\n");
    expect_answer(peer, held, 1);
    EXPECT_TRUE(stream->send("data: 2\n\n"));
    stream->close();
    EXPECT_EQ(peer.answer(id).body, "data: 1\n\ndata: 2\n\n");
    EXPECT_EQ(peer.answer(id).field("content-length"), "");
    EXPECT_FALSE(stream->send("late"));
}

TEST(Http2Limits, a_stream_may_send_more_than_its_buffer_holds_to_who_reads) {
    Held held;
    Server server(held.hold(), {.stream_buffer_bytes_max = 4096});
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.get("/events");
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    std::string sent;
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(stream->send(std::string(3000, 'x')));
        sent += std::string(3000, 'x');
        peer.until(id, has_body(sent));
        // Counted after the write, so perhaps after the client has read.
        while (server.http.counters().bytes_sent.load() < sent.size()) std::this_thread::yield();
        const std::int32_t ping = peer.get("/ping");
        held.take(static_cast<std::size_t>(i) + 1)->answer(text(""));
        peer.answer(ping);
    }
    stream->close();
    EXPECT_EQ(peer.answer(id).body.size(), 300'000U);
}

TEST(Http2Limits, a_silent_event_stream_has_comments_between_its_events) {
    Held held;
    Server server(held.hold(), {.stream_comment_every = milliseconds(40)});
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.get("/events");
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    const auto has_two = [](const Stream& known) { return known.body.size() >= 6; };
    EXPECT_TRUE(peer.until(id, has_two).body.starts_with(":\n\n:\n\n"));
}

TEST(Http2Limits, a_stream_whose_window_stays_shut_is_cut_at_the_limit) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port(), 1000);
    const std::int32_t id = peer.get("/events");
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    std::size_t taken = 0;
    while (stream->send(std::string(10'000, 'x'))) taken += 10'000;
    EXPECT_GE(taken + 10'000, ServerOptions{}.stream_buffer_bytes_max);
    EXPECT_FALSE(stream->send("x"));
    EXPECT_EQ(peer.error(id), NGHTTP2_INTERNAL_ERROR);
    EXPECT_LE(peer.stream(id).body.size(), 1000U);
    expect_answer(peer, held, 1);
}

TEST(Http2Limits, an_answer_that_its_client_does_not_take_is_cut) {
    Server server(
        [](const ExchangePtr& exchange) { exchange->answer(text(std::string(5000, 'x'))); },
        {.slow_reader_timeout = milliseconds(50)});
    Http2RawClient peer(server.http.port(), 1000);
    const std::int32_t id = peer.get("/large");
    EXPECT_EQ(peer.error(id), NGHTTP2_CANCEL);
    EXPECT_EQ(peer.stream(id).body.size(), 1000U);
    EXPECT_EQ(server.http.counters().slow_readers_cut.load(), 1U);
}

TEST(Http2Limits, requests_wait_while_answers_are_not_taken) {
    Server server(
        [](const ExchangePtr& exchange) { exchange->answer(text(std::string(5000, 'x'))); },
        {.stream_buffer_bytes_max = 4096});
    Http2RawClient peer(server.http.port(), 0);
    const std::int32_t first = peer.get("/1");
    const std::int32_t second = peer.get("/2");
    peer.until(first, [](const Stream& stream) { return stream.status() == "200"; });
    const auto settle = [&peer] {
        const std::int32_t bad = peer.request(Http2RawClient::head_of("GET", "/a#b"));
        peer.until(bad,
                   [](const Stream& stream) { return stream.error || !stream.fields.empty(); });
    };
    settle();
    EXPECT_EQ(server.http.counters().requests.load(), 1U);
    peer.open_window(first, 5000);
    EXPECT_EQ(peer.answer(first).body.size(), 5000U);
    peer.until(second, [](const Stream& stream) { return stream.status() == "200"; });
    EXPECT_EQ(server.http.counters().requests.load(), 2U);
}

TEST(Http2Limits, a_stream_learns_that_its_client_no_longer_wants_it) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.get("/events");
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    peer.until(id, [](const Stream& known) { return known.status() == "200"; });
    peer.reset(id);
    while (stream->send("x")) std::this_thread::yield();
    stream->close();
    expect_answer(peer, held, 1);
}

TEST(Http2Limits, a_request_that_nobody_answers_is_reset_and_the_connection_goes_on) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.get("/lost");
    held.take(0).reset();
    EXPECT_EQ(peer.error(id), NGHTTP2_INTERNAL_ERROR);
    expect_answer(peer, held, 1);
}

TEST(Http2Limits, more_streams_than_allowed_are_refused) {
    Held held;
    Server server(held.hold(), {.streams_max = 2});
    Http2RawClient peer(server.http.port());
    peer.hold_back();
    std::vector<std::int32_t> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(peer.get("/"));
    peer.send_raw(peer.take_held_back());
    EXPECT_EQ(peer.error(ids[2]), NGHTTP2_REFUSED_STREAM);
    EXPECT_EQ(peer.error(ids[3]), NGHTTP2_REFUSED_STREAM);
    held.take(1)->answer(text("second"));
    EXPECT_EQ(peer.answer(ids[1]).body, "second");
    const std::int32_t next = peer.get("/");
    held.take(2)->answer(text("third"));
    EXPECT_EQ(peer.answer(next).body, "third");
    held.take(0)->answer(text("first"));
    EXPECT_EQ(peer.answer(ids[0]).body, "first");
}

TEST(Http2Limits, a_reset_makes_no_room_while_its_request_is_in_hand) {
    Held held;
    Server server(held.hold(), {.streams_max = 2});
    Http2RawClient peer(server.http.port());
    const std::int32_t given_up = peer.get("/given/up");
    const ExchangePtr first = held.take(0);
    peer.reset(given_up);
    const std::int32_t also_given_up = peer.get("/given/up");
    const ExchangePtr second = held.take(1);
    peer.reset(also_given_up);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(peer.error(peer.get("/more")), NGHTTP2_REFUSED_STREAM);
    EXPECT_EQ(server.http.counters().requests.load(), 2U);
    first->answer(text("to nobody"));
    second->open_stream(event_stream());
    while (second->send("to nobody")) std::this_thread::yield();
    expect_answer(peer, held, 2);
}

TEST(Http2Limits, endless_resets_end_the_connection) {
    Server server;
    Http2RawClient peer(server.http.port());
    peer.hold_back();
    for (int i = 0; i < 3000; ++i) peer.reset(peer.begin(Http2RawClient::head_of("POST", "/")));
    peer.send_raw(peer.take_held_back());
    peer.until_end();
    EXPECT_TRUE(peer.farewell().has_value());
    EXPECT_EQ(server.http.counters().requests.load(), 0U);
}

TEST(Http2Limits, answers_many_pings_and_goes_on) {
    Server server;
    Http2RawClient peer(server.http.port());
    for (int i = 0; i < 2000; ++i) {
        peer.send_frame(NGHTTP2_PING, NGHTTP2_FLAG_NONE, 0, "12345678");
    }
    EXPECT_EQ(peer.answer(peer.get("/still")).body, "GET /still? ");
}

TEST(Http2Limits, garbage_ends_the_connection_with_a_reason) {
    Server server;
    for (const std::uint8_t type : {NGHTTP2_DATA, NGHTTP2_CONTINUATION, NGHTTP2_PUSH_PROMISE}) {
        Http2RawClient peer(server.http.port());
        EXPECT_EQ(peer.answer(peer.get("/")).status(), "200");
        peer.send_frame(type, 0, 0, "garbage");
        peer.until_end();
        EXPECT_EQ(peer.farewell(), NGHTTP2_PROTOCOL_ERROR);
    }
    Http2RawClient peer(server.http.port());
    peer.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, "\xff\xff\xff\xff\xff\xff");
    peer.until_end();
    EXPECT_EQ(peer.farewell(), NGHTTP2_COMPRESSION_ERROR);
}

TEST(Http2Limits, requests_that_trickle_in_time_out) {
    Server server(echo, {.slow_request_timeout = milliseconds(50)});
    Http2RawClient peer(server.http.port());
    const std::int32_t id = peer.begin(Http2RawClient::head_of("POST", "/"));
    peer.send_body(id, "a", false);
    EXPECT_EQ(peer.error(id), NGHTTP2_NO_ERROR);
    EXPECT_EQ(peer.stream(id).status(), "408");
    EXPECT_EQ(peer.answer(peer.get("/good")).body, "GET /good? ");
    peer.send_frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_NONE, id + 100, "");
    peer.until_end();
    EXPECT_EQ(peer.farewell(), NGHTTP2_ENHANCE_YOUR_CALM);
    EXPECT_EQ(server.refused(EngineError::request_timeout), 1U);
}

TEST(Http2Limits, half_a_preface_times_out) {
    Server server(echo, {.slow_request_timeout = milliseconds(50)});
    RawClient client(server.http.port());
    client.send("PRI * HTTP/2.0\r\n");
    EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 408 "));
}

TEST(Http2Limits, idle_connections_are_closed_with_a_farewell) {
    Server server(echo, {.idle_timeout = milliseconds(200)});
    Http2RawClient silent(server.http.port());
    silent.send_frame(NGHTTP2_PING, NGHTTP2_FLAG_NONE, 0, "12345678");
    silent.until_end();
    EXPECT_EQ(silent.farewell(), NGHTTP2_NO_ERROR);
    Http2RawClient peer(server.http.port());
    EXPECT_EQ(peer.answer(peer.get("/")).status(), "200");
    peer.until_end();
    EXPECT_EQ(peer.farewell(), NGHTTP2_NO_ERROR);
    EXPECT_EQ(server.http.counters().idle_closed.load(), 2U);
}

TEST(Http2Limits, draining_sends_what_is_in_flight_and_ends_streams) {
    Held held;
    Server server(held.hold());
    Http2RawClient idle(server.http.port());
    Http2RawClient peer(server.http.port());
    const std::int32_t events = peer.get("/events");
    const std::int32_t order = peer.get("/order");
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    const ExchangePtr exchange = held.take(1);
    bool is_drained = false;
    std::thread drainer([&] { is_drained = server.http.drain(seconds(10)); });
    EXPECT_TRUE(peer.answer(events).is_ended);
    EXPECT_FALSE(stream->send("late"));
    exchange->answer(text("placed"));
    EXPECT_EQ(peer.answer(order).body, "placed");
    peer.until_end();
    EXPECT_EQ(peer.farewell(), NGHTTP2_NO_ERROR);
    peer.close_sending();
    drainer.join();
    EXPECT_TRUE(is_drained);
}

TEST(Http2Limits, who_closes_its_side_gets_what_is_in_flight) {
    Held held;
    Server server(held.hold());
    Http2RawClient peer(server.http.port());
    const std::int32_t events = peer.get("/events");
    const std::int32_t order = peer.get("/order");
    peer.begin(Http2RawClient::head_of("POST", "/half"));
    const ExchangePtr stream = held.take(0);
    stream->open_stream(event_stream());
    const ExchangePtr exchange = held.take(1);
    peer.until(events, [](const Stream& known) { return known.status() == "200"; });
    peer.close_sending();
    EXPECT_TRUE(peer.answer(events).is_ended);
    exchange->answer(text("placed"));
    EXPECT_EQ(peer.answer(order).body, "placed");
    peer.until_end();
    while (server.http.counters().connections_open.load() > 0) std::this_thread::yield();
    EXPECT_FALSE(stream->send("late"));
}

}  // namespace
}  // namespace jangteo::test

#include "platform/http/server.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>

#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {
namespace {

TEST(HttpStream, streams_in_chunks_and_goes_on_behind_them) {
    Held held;
    Server server(held.hold());
    RawClient client(server.http.port());
    client.send(get("/events") + get("/next"));
    const ExchangePtr stream = held.take(0);
    runtime::HttpAnswer head;
    head.content_type = "text/event-stream";
    stream->open_stream(std::move(head));
    EXPECT_TRUE(stream->send("data: 1\n\n"));
    EXPECT_NE(client.read_until("\r\n\r\n").find("transfer-encoding: chunked\r\n"),
              std::string::npos);
    EXPECT_EQ(client.read_until("\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
    held.take(1)->answer(text("next"));
    EXPECT_TRUE(stream->send("data: 2\n\n"));
    stream->close();
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
    EXPECT_EQ(body_of(client.read_answer()), "next");
    EXPECT_FALSE(stream->send("late"));
}

TEST(HttpStream, a_silent_event_stream_has_comments_between_its_events) {
    Held held;
    Server server(held.hold(), {.stream_comment_every = milliseconds(40)});
    RawClient client(server.http.port());
    client.send(get("/events"));
    const ExchangePtr stream = held.take(0);
    runtime::HttpAnswer head;
    head.content_type = "text/event-stream";
    stream->open_stream(std::move(head));
    client.read_until("\r\n\r\n");
    EXPECT_EQ(client.read_until("\n\n\r\n"), "3\r\n:\n\n\r\n");
    EXPECT_TRUE(stream->send("data: "));  // no comment may break an event in two
    EXPECT_TRUE(client.read_until("data: \r\n").ends_with("6\r\ndata: \r\n"));
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    EXPECT_TRUE(stream->send("1\n\n"));
    EXPECT_EQ(client.read_until("\n\n\r\n"), "3\r\n1\n\n\r\n");
    EXPECT_EQ(client.read_until("\n\n\r\n"), "3\r\n:\n\n\r\n");
    stream->close();
}

TEST(HttpStream, other_streams_have_no_comments) {
    Held held;
    Server server(held.hold(), {.stream_comment_every = milliseconds(20)});
    RawClient client(server.http.port());
    client.send(get("/numbers"));
    const ExchangePtr stream = held.take(0);
    stream->open_stream({});
    client.read_until("\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(80));
    EXPECT_TRUE(stream->send("1"));
    EXPECT_EQ(client.read_until("1\r\n1\r\n"), "1\r\n1\r\n");
    stream->close();
}

TEST(HttpStream, a_stream_notices_that_its_client_left) {
    Held held;
    Server server(held.hold());
    ExchangePtr stream;
    {
        RawClient client(server.http.port());
        client.send(get("/events"));
        stream = held.take(0);
        stream->open_stream({});
        client.read_until("\r\n\r\n");
    }
    while (stream->send("x")) std::this_thread::yield();
    SUCCEED();
}

TEST(HttpStream, a_stream_that_is_not_read_ends) {
    Held held;
    Server server(held.hold());
    RawClient client(server.http.port());
    client.send(get("/events"));
    const ExchangePtr stream = held.take(0);
    stream->open_stream({});
    while (stream->send(std::string(64 << 10, 'x'))) std::this_thread::yield();
    EXPECT_FALSE(stream->send("x"));
    client.read_to_end();
    EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(HttpStream, a_stream_for_http_1_0_ends_with_the_connection) {
    Server server([](const ExchangePtr& exchange) {
        exchange->open_stream({});
        EXPECT_TRUE(exchange->send("abc"));
        exchange->close();
    });
    RawClient client(server.http.port());
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const std::string answer = client.read_to_end();
    EXPECT_EQ(answer.find("chunked"), answer.npos);
    EXPECT_EQ(body_of(answer), "abc");
}

}  // namespace
}  // namespace jangteo::test

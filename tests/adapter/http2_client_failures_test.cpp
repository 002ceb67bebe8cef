#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>

#include "platform/http/http2.hpp"
#include "tests/support/client_calls.hpp"
#include "tests/support/http2_script.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo {
namespace {

namespace http = platform::http;

using http::ClientOptions;
using http::ClientResult;
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

TEST(Http2ClientFailures, a_request_that_found_no_free_stream_in_time_is_not_sent) {
    Http2Script server([](Http2Peer&, const Http2Request&) {}, {.streams_max = 1});
    HttpClient client(at(server.port(), 1));
    std::promise<std::string> first;
    client.send(get("/"), seconds(1), [&](const ClientResult& r) { first.set_value(told(r)); });
    EXPECT_EQ(told(client.call(get("/"), milliseconds(50))), "not_sent");
    EXPECT_EQ(first.get_future().get(), "timeout");
}

TEST(Http2ClientFailures, what_goaway_leaves_out_is_sent_on_another_connection) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        if (peer.number > 1) return echo_path(peer, request);
        if (peer.requests.size() < 10) return;
        for (std::size_t i = 0; i < 4; ++i) echo_path(peer, peer.requests[i]);
        peer.go_away(peer.requests[3].stream);
    });
    Together calls(at(server.port()), 10);
    EXPECT_EQ(calls.wait(), paths(10));
    EXPECT_TRUE(calls.each_ended_once());
    EXPECT_EQ(server.connections(), 2U);
}

TEST(Http2ClientFailures, what_goaway_lets_be_is_answered_there) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        if (peer.number > 1) return echo_path(peer, request);
        if (peer.requests.size() < 2) return;
        peer.go_away(request.stream);
        for (const Http2Request& each : peer.requests) echo_path(peer, each);
    });
    Together calls(at(server.port()), 2);
    EXPECT_EQ(calls.wait(), paths(2));
    EXPECT_EQ(server.connections(), 1U);
    EXPECT_EQ(told(calls.client().call(get("/2"))), "/2");
    EXPECT_EQ(server.connections(), 2U);
}

TEST(Http2ClientFailures, a_refused_stream_is_sent_again_once) {
    std::atomic<int> asked = 0;
    Http2Script server([&](Http2Peer& peer, const Http2Request& request) {
        ++asked;
        if (request.headers.at(":path") == "/never" || asked == 1) {
            return peer.reset(request.stream, NGHTTP2_REFUSED_STREAM);
        }
        echo_path(peer, request);
    });
    HttpClient client(at(server.port()));
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(told(client.call(get("/never"))), "not_sent");
    EXPECT_EQ(asked, 4);
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2ClientFailures, a_stream_that_is_reset_is_lost_and_the_others_are_not) {
    Http2Script server([](Http2Peer& peer, const Http2Request&) {
        if (peer.requests.size() < 3) return;
        peer.reset(peer.requests[1].stream, NGHTTP2_INTERNAL_ERROR);
        echo_path(peer, peer.requests[0]);
        echo_path(peer, peer.requests[2]);
    });
    Together calls(at(server.port()), 3);
    EXPECT_EQ(calls.wait(), (std::vector<std::string>{"/0", "lost", "/2"}));
}

TEST(Http2ClientFailures, what_had_left_is_lost_when_the_connection_breaks) {
    std::atomic<std::size_t> seen = 0;
    Http2Script server(
        [&](Http2Peer& peer, const Http2Request& request) {
            ++seen;
            if (peer.number > 1) return echo_path(peer, request);
            if (peer.requests.size() == 4) peer.cut();
        },
        {.streams_max = 4});
    Together calls(at(server.port(), 1), 6);
    EXPECT_EQ(calls.wait(), (std::vector<std::string>{"lost", "lost", "lost", "lost", "/4", "/5"}));
    EXPECT_TRUE(calls.each_ended_once());
    EXPECT_EQ(seen, 6U);
}

TEST(Http2ClientFailures, a_timeout_ends_its_stream_and_leaves_the_others_alone) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        if (request.headers.at(":path") != "/silence") echo_path(peer, request);
    });
    HttpClient client(at(server.port()));
    std::promise<std::string> silence;
    client.send(get("/silence"), milliseconds(300),
                [&](const ClientResult& result) { silence.set_value(told(result)); });
    auto ended = silence.get_future();
    do {
        EXPECT_EQ(told(client.call(get("/a"))), "/a");
    } while (ended.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready);
    EXPECT_EQ(ended.get(), "timeout");
    EXPECT_EQ(told(client.call(get("/b"))), "/b");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2ClientFailures, a_connection_from_which_nothing_comes_takes_no_more_calls) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        if (peer.number > 1) echo_path(peer, request);
    });
    HttpClient client(at(server.port()));
    EXPECT_EQ(told(client.call(get("/a"), milliseconds(100))), "timeout");
    EXPECT_EQ(told(client.call(get("/b"))), "/b");
    EXPECT_EQ(server.connections(), 2U);
}

TEST(Http2ClientFailures, an_answer_over_the_limit_is_lost_and_the_connection_goes_on) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        peer.answer(request.stream,
                    std::string(std::stoul(request.headers.at(":path").substr(1)), 'x'));
    });
    ClientOptions options = at(server.port());
    options.answer_body_bytes_max = 100'000;
    HttpClient client(options);
    EXPECT_EQ(told(client.call(get("/100001"))), "lost");
    EXPECT_EQ(told(client.call(get("/100000"))), std::string(100'000, 'x'));
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2ClientFailures, a_request_whose_header_is_too_large_for_nghttp2_is_not_sent) {
    Http2Script server(echo_path);
    HttpClient client(at(server.port()));
    EXPECT_EQ(told(client.call({Method::get, "/", {{"x-a", std::string(100'000, 'x')}}, ""})),
              "not_sent");
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2ClientFailures, a_header_over_the_limit_is_lost_and_the_connection_goes_on) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        std::vector<runtime::Header> headers = {{":status", "200"}};
        const std::size_t count = request.headers.at(":path") == "/many" ? 1000 : 1;
        headers.resize(1 + count, {"x-more", std::string(40, 'x')});
        peer.answer(request.stream, "ok", headers);
    });
    HttpClient client(at(server.port()));
    EXPECT_EQ(told(client.call(get("/many"))), "lost");
    EXPECT_EQ(told(client.call(get("/few"))), "ok");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2ClientFailures, ends_each_call_once_when_destroyed) {
    std::promise<void> all_came;
    Http2Script server(
        [&](Http2Peer& peer, const Http2Request&) {
            if (peer.requests.size() == 5) all_came.set_value();
        },
        {.streams_max = 5});
    Together calls(at(server.port(), 1), 7);
    all_came.get_future().wait();
    EXPECT_EQ(calls.end(), (std::vector<std::string>{"lost", "lost", "lost", "lost", "lost",
                                                     "not_sent", "not_sent"}));
    EXPECT_TRUE(calls.each_ended_once());
}

TEST(Http2ClientFailures, ends_each_call_once_when_destroyed_while_it_connects) {
    OneShotServer silent;
    Together calls(at(silent.port()), 7);
    EXPECT_EQ(calls.end(), std::vector<std::string>(7, "not_sent"));
    EXPECT_TRUE(calls.each_ended_once());
}

}  // namespace
}  // namespace jangteo

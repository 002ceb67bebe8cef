#include <gtest/gtest.h>

#include <fmt/format.h>

#include <atomic>
#include <future>
#include <map>
#include <numeric>
#include <thread>

#include "tests/support/client_calls.hpp"
#include "tests/support/http2_script.hpp"

namespace jangteo {
namespace {

namespace http = platform::http;

using http::ClientAnswer;
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
using test::paths;
using test::Together;
using test::told;

TEST(Http2Client, sends_method_target_headers_and_body) {
    std::map<std::string, std::string> headers;
    Http2Script server([&](Http2Peer& peer, const Http2Request& request) {
        headers = request.headers;
        peer.answer(request.stream, request.body, {{":status", "201"}, {"location", "/here"}});
    });
    ClientOptions options = at(server.port());
    options.headers = {{"authorization", "Basic x"}};
    HttpClient client(options);
    const auto answer = client
                            .call({Method::post,
                                   "/p?q=1",
                                   {{"X-B", "B"}, {"connection", "close"}, {"host", "other"}},
                                   "body"})
                            .value();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("location"), "/here");
    EXPECT_EQ(answer.body, "body");
    const std::map<std::string, std::string> expected = {
        {":method", "POST"},
        {":scheme", "http"},
        {":authority", fmt::format("127.0.0.1:{}", server.port())},
        {":path", "/p?q=1"},
        {"authorization", "Basic x"},
        {"x-b", "B"},
        {"content-length", "4"}};
    EXPECT_EQ(headers, expected);
}

TEST(Http2Client, calls_on_one_connection_are_answered_in_any_order) {
    Http2Script server([](Http2Peer& peer, const Http2Request&) {
        if (peer.requests.size() < 50) return;
        for (std::size_t i = 50; i-- > 0;) echo_path(peer, peer.requests[i]);
    });
    Together calls(at(server.port()), 50);
    EXPECT_EQ(calls.wait(), paths(50));
    EXPECT_TRUE(calls.each_ended_once());
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2Client, calls_begin_while_others_end_in_any_order) {
    constexpr std::size_t calls_all = 600;
    std::vector<Http2Request> open;
    Http2Script server([&](Http2Peer& peer, const Http2Request& request) {
        open.push_back(request);
        const bool is_last = peer.requests.size() == calls_all;
        while (open.size() > (is_last ? 0 : 100)) {
            std::swap(open[peer.requests.size() * 7 % open.size()], open.back());
            echo_path(peer, open.back());
            open.pop_back();
        }
    });
    Together calls(at(server.port(), 1), calls_all);
    EXPECT_EQ(calls.wait(), paths(calls_all));
    EXPECT_TRUE(calls.each_ended_once());
}

TEST(Http2Client, calls_that_come_together_leave_together) {
    Http2Script server(echo_path);
    Together calls(at(server.port()), 80);
    EXPECT_EQ(calls.wait(), paths(80));
    // The greeting, the calls, and in between perhaps that the server's settings were seen.
    EXPECT_LE(server.reads(), 3U);
}

TEST(Http2Client, opens_another_connection_when_the_server_takes_no_more_on_one) {
    std::atomic<std::size_t> most = 0;
    Http2Script server(
        [&](Http2Peer& peer, const Http2Request& request) {
            if (peer.number == 1) most = peer.requests.size();
            if (peer.number > 1) echo_path(peer, request);
        },
        {.streams_max = 2});
    std::vector<std::string> held;
    {
        HttpClient client(at(server.port()));
        for (int i = 0; i < 2; ++i) {
            client.send(get("/held"), seconds(20),
                        [&](const ClientResult& result) { held.push_back(told(result)); });
        }
        while (most < 2) std::this_thread::yield();
        for (const char* path : {"/a", "/b", "/c"}) EXPECT_EQ(told(client.call(get(path))), path);
    }
    EXPECT_EQ(held, std::vector<std::string>(2, "lost"));
    EXPECT_EQ(most, 2U);
    EXPECT_EQ(server.connections(), 2U);
}

TEST(Http2Client, calls_wait_when_no_connection_may_take_them) {
    Http2Script server(echo_path, {.streams_max = 1});
    Together calls(at(server.port(), 1), 20);
    EXPECT_EQ(calls.wait(), paths(20));
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2Client, sends_and_takes_large_bodies) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        peer.answer(request.stream, request.body);
    });
    HttpClient client(at(server.port()));
    std::string body(8'000'000, 'x');
    std::iota(body.begin(), body.end(), 'a');
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(client.call({Method::post, "/", {}, body}).value().body == body);
    }
}

TEST(Http2Client, interim_answers_and_trailers_are_passed_over) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        peer.interim(request.stream);
        peer.interim(request.stream);
        peer.trailers(request.stream);
        peer.answer(request.stream, "ok", {{":status", "200"}, {"x-a", "A"}});
    });
    HttpClient client(at(server.port()));
    const auto answer = client.call(get("/")).value();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "ok");
    EXPECT_EQ(answer.header("x-a"), "A");
    EXPECT_EQ(answer.header("x-trailer"), "");
}

TEST(Http2Client, an_answer_may_have_no_body) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        peer.answer(request.stream, "", {{":status", "204"}});
    });
    HttpClient client(at(server.port()));
    EXPECT_EQ(client.call({Method::post, "/", {}, "body"}).value().status, 204);
    EXPECT_EQ(client.call({Method::del, "/", {}, ""}).value().status, 204);
}

TEST(Http2Client, an_answer_may_come_before_the_whole_request) {
    Http2Script server(echo_path, {.answers_at_the_header = true});
    HttpClient client(at(server.port()));
    const std::string body(8'000'000, 'x');
    for (const char* path : {"/a", "/b"}) {
        EXPECT_EQ(told(client.call({Method::post, path, {}, body})), path);
    }
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2Client, what_the_server_says_between_calls_ends_no_connection) {
    std::atomic<Http2Peer*> peer = nullptr;
    Http2Script server([&](Http2Peer& of, const Http2Request& request) {
        peer = &of;
        echo_path(of, request);
    });
    ClientOptions options = at(server.port());
    options.loop = std::make_shared<http::IoLoop>();
    HttpClient client(options);
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
    // It comes after the loop has looked for what there is to read, and before it takes the call.
    std::promise<void> is_busy;
    std::promise<void> goes_on;
    options.loop->post([&] {
        is_busy.set_value();
        goes_on.get_future().wait();
    });
    is_busy.get_future().wait();
    options.loop->post([&] {
        peer.load()->send_raw(std::string_view("\0\0\10\6\0\0\0\0\0pingping", 17));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    });
    std::promise<std::string> answered;
    client.send(get("/b"), seconds(5),
                [&](const ClientResult& result) { answered.set_value(told(result)); });
    goes_on.set_value();
    EXPECT_EQ(answered.get_future().get(), "/b");
    EXPECT_EQ(server.connections(), 1U);
}

// Parts are answered by requests beside the stream.
TEST(Http2Client, an_event_stream_is_taken_in_parts_up_to_its_end) {
    std::int32_t stream = 0;
    Http2Script server([&](Http2Peer& peer, const Http2Request& request) {
        const std::string& path = request.headers.at(":path");
        if (path == "/stream") {
            stream = request.stream;
            return peer.begin_answer(stream, "a", {{":status", "200"}, {"x-a", "A"}});
        }
        peer.add(stream, {path.substr(1), path == "/last"});
        echo_path(peer, request);
    });
    HttpClient client(at(server.port()));
    std::promise<std::string> head;
    std::promise<std::string> ended;
    std::string parts;
    client.send(get("/stream"), milliseconds(100),
                [&](const ClientResult& result) { ended.set_value(parts + "|" + told(result)); },
                {.begin =
                     [&](const ClientAnswer& answer) {
                         head.set_value(std::string(answer.header("x-a")));
                         return true;
                     },
                 .part =
                     [&](const std::string& bytes) {
                         parts += bytes + ",";
                         return true;
                     }});
    EXPECT_EQ(head.get_future().get(), "A");
    for (const char* path : {"/b", "/c", "/last"}) EXPECT_EQ(told(client.call(get(path))), path);
    EXPECT_EQ(ended.get_future().get(), "a,b,c,last,|");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2Client, a_stream_that_nobody_wants_is_cut_off_alone) {
    Http2Script server([](Http2Peer& peer, const Http2Request& request) {
        request.headers.at(":path") == "/stream" ? peer.begin_answer(request.stream, "a")
                                                 : echo_path(peer, request);
    });
    HttpClient client(at(server.port()));
    std::promise<std::string> ended;
    client.send(get("/stream"), seconds(10),
                [&](const ClientResult& result) { ended.set_value(told(result)); },
                {.begin = [](const ClientAnswer&) { return true; },
                 .part = [](const std::string&) { return false; }});
    EXPECT_EQ(ended.get_future().get(), "lost");
    EXPECT_EQ(told(client.call(get("/a"))), "/a");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(Http2Client, a_head_that_is_not_wanted_in_parts_gives_a_whole_answer) {
    Http2Script server(echo_path);
    HttpClient client(at(server.port()));
    std::promise<std::string> ended;
    client.send(get("/a"), seconds(10),
                [&](const ClientResult& result) { ended.set_value(told(result)); },
                {.begin = [](const ClientAnswer&) { return false; }, .part = {}});
    EXPECT_EQ(ended.get_future().get(), "/a");
}

}  // namespace
}  // namespace jangteo

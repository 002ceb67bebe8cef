#include "boot/gateway.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "boot/modules.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo {
namespace {

using platform::http::HttpServer;
using runtime::ExchangePtr;

// A shop of which each service is the same server, behind a gateway.
class GatewayTest : public ::testing::Test {
  protected:
    struct Process {
        explicit Process(std::function<void(ExchangePtr)> on_request)
            : http({}, random, std::move(on_request)) {
            http.start();
        }
        platform::sodium::SodiumRandom random;
        HttpServer http;
    };

    void open(std::initializer_list<std::uint16_t> ports) {
        boot::Config config;
        config.port = test::free_port();
        for (std::string_view service : boot::service_names) {
            for (std::uint16_t process : ports)
                config.upstreams.push_back(fmt::format("{}=http://127.0.0.1:{}", service, process));
        }
        gateway.emplace(config);
        gateway->start();
        port = config.port;
    }
    platform::http::HttpClient client() const {
        return platform::http::HttpClient({.base_url = gateway->url()});
    }

    std::optional<boot::Gateway> gateway;
    std::uint16_t port = 0;
};

constexpr std::string_view stream_request =
    "GET /v1/orders/ord_06gx5hkvgr9w9gwbhwzc3vkp3g/events HTTP/1.1\r\nhost: shop\r\n\r\n";

runtime::HttpAnswer event_stream() {
    runtime::HttpAnswer head;
    head.content_type = "text/event-stream";
    head.headers = {{"cache-control", "no-store"}};
    return head;
}

TEST_F(GatewayTest, hands_on_what_is_asked_and_what_is_answered) {
    Process process([](const ExchangePtr& exchange) {
        const auto& request = exchange->request();
        exchange->answer({.status = 418,
                          .body = request.path + "?" + request.query + " " +
                                  std::string(request.header("x-forwarded-for")),
                          .headers = {{"x-more", "yes"}}});
    });
    open({process.http.port()});
    auto answer = client().call({.target = "/v1/products?limit=3"});
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 418);
    EXPECT_EQ(answer->body, "/v1/products?limit=3 127.0.0.1");
    EXPECT_EQ(answer->header("x-more"), "yes");
    EXPECT_EQ(client().call({.target = "/v1/nothing"})->status, 404);
}

TEST_F(GatewayTest, passes_over_a_process_that_is_gone) {
    Process process([](const ExchangePtr& exchange) { exchange->answer({.status = 200}); });
    open({test::free_port(), process.http.port()});
    for (int i = 0; i < 4; ++i) EXPECT_EQ(client().call({.target = "/v1/products"})->status, 200);
}

TEST_F(GatewayTest, tells_what_was_not_sent_from_what_was_not_answered) {
    Process process([](const ExchangePtr&) {});
    open({process.http.port()});
    EXPECT_EQ(client().call({.target = "/v1/products"})->status, 502);
    open({test::free_port()});
    EXPECT_EQ(client().call({.target = "/v1/products"})->status, 503);
}

TEST_F(GatewayTest, hands_on_a_stream_part_by_part) {
    std::atomic<bool> goes_on = false;
    std::thread later;
    Process process([&](ExchangePtr exchange) {
        exchange->open_stream(event_stream());
        exchange->send("data: one\n\n");
        later = std::thread([&goes_on, exchange = std::move(exchange)] {
            goes_on.wait(false);
            exchange->send("data: two\n\n");
            exchange->close();
        });
    });
    open({process.http.port()});
    test::RawClient raw(port);
    raw.send(stream_request);
    const std::string begin = raw.read_until("data: one\n\n");
    EXPECT_TRUE(begin.starts_with("HTTP/1.1 200")) << begin;
    EXPECT_TRUE(begin.contains("content-type: text/event-stream")) << begin;
    EXPECT_TRUE(begin.contains("cache-control: no-store")) << begin;
    goes_on = true;
    goes_on.notify_all();
    EXPECT_TRUE(raw.read_until("data: two\n\n").ends_with("data: two\n\n"));
    later.join();
}

TEST_F(GatewayTest, ends_a_stream_that_its_process_ends) {
    Process process([&](const ExchangePtr& exchange) {
        exchange->open_stream(event_stream());
        exchange->send("data: all\n\n");
        exchange->close();
    });
    open({process.http.port()});
    test::RawClient raw(port);
    raw.send(stream_request);
    EXPECT_TRUE(raw.read_until("0\r\n\r\n").contains("data: all\n\n"));
}

TEST_F(GatewayTest, answers_whole_what_is_no_stream) {
    Process process(
        [&](const ExchangePtr& exchange) { exchange->answer({.status = 404, .body = "{}"}); });
    open({process.http.port()});
    test::RawClient raw(port);
    raw.send(stream_request);
    const std::string answer = raw.read_answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 404")) << answer;
    EXPECT_TRUE(answer.ends_with("{}")) << answer;
}

// Longer than the requests' connections last.
TEST_F(GatewayTest, streams_leave_requests_alone) {
    constexpr int streams = 300;
    std::mutex mutex;
    std::vector<ExchangePtr> open_streams;
    Process process([&](ExchangePtr exchange) {
        if (!exchange->request().path.ends_with("/events")) return exchange->answer({});
        exchange->open_stream(event_stream());
        exchange->send("data: one\n\n");
        std::lock_guard lock(mutex);
        open_streams.push_back(std::move(exchange));
    });
    open({process.http.port()});
    std::vector<std::unique_ptr<test::RawClient>> clients;
    for (int i = 0; i < streams; ++i) {
        clients.push_back(std::make_unique<test::RawClient>(port));
        clients.back()->send(stream_request);
        clients.back()->read_until("data: one\n\n");
    }
    EXPECT_EQ(client().call({.target = "/v1/products"})->status, 200);
    // Those who leave are noticed with the next part, and the process is told.
    clients.clear();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (std::size_t left = streams; left > 0 && std::chrono::steady_clock::now() < end;) {
        std::lock_guard lock(mutex);
        std::erase_if(open_streams, [](const auto& one) { return !one->send("data: more\n\n"); });
        left = open_streams.size();
    }
    EXPECT_TRUE(open_streams.empty()) << open_streams.size();
    open_streams.clear();
}

}  // namespace
}  // namespace jangteo

#pragma once

// Http2Script: a server of HTTP/2 without TLS that does what a test tells it, also what no good
// server does. One thread per connection, on which the test's function runs for every whole
// request.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/exchange.hpp"

struct nghttp2_session;

namespace jangteo::test {

struct Http2Request {
    std::int32_t stream = 0;
    std::map<std::string, std::string> headers;  // with :method, :path, …
    std::string body;
};

// One connection, on its thread.
class Http2Peer {
  public:
    unsigned number = 0;                  // 1: the first that came
    std::vector<Http2Request> requests;   // all that have come on it; the last is the newest
    std::atomic<std::uint64_t> reads{0};  // that were not empty

    struct Part {
        std::string bytes;
        bool is_last = true;
    };

    void answer(std::int32_t stream, std::string body,
                const std::vector<runtime::Header>& headers = {{":status", "200"}});
    // The head, and a first part of the body; more parts follow.
    void begin_answer(std::int32_t stream, std::string body,
                      const std::vector<runtime::Header>& headers = {{":status", "200"}});
    void add(std::int32_t stream, const Part& part);
    void interim(std::int32_t stream);
    void trailers(std::int32_t stream);
    void reset(std::int32_t stream, std::uint32_t error);
    void go_away(std::int32_t last_stream);
    // Beside the session: from any thread, while nothing else is said here.
    void send_raw(std::string_view bytes);
    void cut();  // once this function has returned; what was answered may be lost

    // For the server alone.
    struct Native;
    explicit Http2Peer(std::unique_ptr<Native> native);
    ~Http2Peer();
    Native& native() { return *native_; }

  private:
    std::unique_ptr<Native> native_;
};

class Http2Script {
  public:
    using OnRequest = std::function<void(Http2Peer&, const Http2Request&)>;

    struct Options {
        std::uint16_t port = 0;         // 0: any
        std::uint32_t streams_max = 0;  // 0: nothing is said of it
        bool answers_at_the_header = false;
    };

    explicit Http2Script(OnRequest on_request) : Http2Script(std::move(on_request), Options{}) {}
    Http2Script(OnRequest on_request, Options options);
    ~Http2Script();  // cuts what is open
    Http2Script(const Http2Script&) = delete;
    Http2Script& operator=(const Http2Script&) = delete;

    std::uint16_t port() const { return port_; }
    std::size_t connections() const;
    std::uint64_t reads() const;  // of all connections

  private:
    void accept();
    void serve(Http2Peer& peer);

    OnRequest on_request_;
    Options options_;
    std::uint16_t port_ = 0;
    int socket_ = -1;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Http2Peer>> peers_;
    std::vector<std::jthread> threads_;
    std::jthread accepting_;
};

}  // namespace jangteo::test

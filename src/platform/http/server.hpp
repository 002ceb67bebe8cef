#pragma once

// HttpServer: HTTP/1.1 and HTTP/2 over TCP, from bytes to runtime::Exchange and back. It owns its
// io threads, its sockets and every connection; requests in hand are owned by whoever holds their
// Exchange.
//
// Threads: on_request runs on an io thread and must not block; Exchange is answered from any
// thread. The functions of HttpServer are for the thread that made it. Failure: start() throws
// Fault when the address cannot be had. What clients do wrong is answered here with
// application/problem+json and the connection (HTTP/2: the stream) is closed; nothing of it reaches
// on_request. `random` makes the ids of traces and outlives the server.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/timestamp.hpp"
#include "runtime/clock.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

// What the engine itself refuses, by cause.
enum class EngineError : std::uint8_t {
    malformed_request,
    ambiguous_framing,  // Transfer-Encoding beside Content-Length, repeated or unknown framing
    request_timeout,
    body_too_large,
    expectation_failed,
    header_too_large,
    version_not_supported,
    too_many_connections,
};
inline constexpr std::size_t engine_errors = 8;

std::string_view text_of(EngineError error);

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    unsigned threads = 1;

    std::size_t body_bytes_max = 1 << 20;
    std::size_t header_bytes_max = 16 << 10;
    std::size_t headers_max = 100;
    std::size_t connections_max = 16'384;
    // Requests of one connection that wait for an answer; beyond it the connection is not read.
    std::size_t pipelined_max = 64;
    // HTTP/2: requests of one connection that are received, in hand or being answered, also those
    // that their client has given up; beyond it streams are refused.
    std::uint32_t streams_max = 256;
    // Bytes of answers that a client leaves unread; beyond it the connection is not read (HTTP/2:
    // its requests wait), and a stream ends.
    std::size_t stream_buffer_bytes_max = 256 << 10;

    Duration idle_timeout = seconds(75);          // between two requests
    Duration slow_request_timeout = seconds(15);  // from the first to the last byte of a request
    Duration slow_reader_timeout = seconds(30);   // no byte of an answer accepted by the client
    // A text/event-stream without news has a comment so often, for whoever cuts what is silent.
    Duration stream_comment_every = seconds(15);
};

struct ServerCounters {
    std::atomic<std::uint64_t> connections_open{0};
    std::atomic<std::uint64_t> connections_accepted{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> bytes_received{0};
    std::atomic<std::uint64_t> bytes_sent{0};
    std::atomic<std::uint64_t> idle_closed{0};
    std::atomic<std::uint64_t> slow_readers_cut{0};
    std::array<std::atomic<std::uint64_t>, engine_errors> errors{};  // by EngineError
};

class HttpServer {
  public:
    HttpServer(ServerOptions options, runtime::Random& random,
               std::function<void(runtime::ExchangePtr)> on_request);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // Listens; what connects waits until start(). Fault{permanent} when it cannot.
    void bind();
    // Binds unless that is done, and serves.
    void start();
    std::uint16_t port() const;
    const ServerCounters& counters() const;

    // Runs on the first io thread, behind what that thread has already begun. For programs that
    // live on one io thread: work posted by the first request of a round sees all requests of the
    // round.
    void post(std::function<void()> work);
    void post_after(Duration delay, std::function<void()> work);

    // From here on connections are refused; those that are open go on.
    void stop_accepting();

    // Closes idle connections and streams, lets answers in flight be sent and closes each
    // connection behind its last answer. False when the time was up before all were gone.
    bool drain(Duration timeout);

    // Cuts what is left and ends the threads. Exchanges that are still held may be answered:
    // nothing happens.
    void stop();

  private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace jangteo::platform::http

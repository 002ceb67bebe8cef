#pragma once

// HttpClient: asynchronous HTTP to one server over a bounded pool of connections: HTTP/2 where the
// server speaks it, many requests at once on each, and HTTP/1.1 where it does not, one at a time.
// It owns its connections and, unless it is given one, an IoLoop.
//
// Threads: send() and call() from any thread; callbacks run on the loop's thread, must not block,
// and must not destroy the client. Failure: every request ends in exactly one callback, at the
// latest when its timeout is over or when the client is destroyed. Nothing is sent twice, save once
// a request that the server cannot have taken up: not one byte of it had left, or the server said
// so (GOAWAY, REFUSED_STREAM).

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"
#include "platform/http/io_loop.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

// The newest that the server speaks: over TLS it chooses; over plain TCP it is asked, before the
// first request, by how HTTP/2 begins (RFC 9113, section 3.3), and asked again once no connection
// is left and a server may have taken another's place.
enum class HttpVersions : std::uint8_t { newest, only_1_1 };

struct ClientOptions {
    std::string base_url;                  // http(s)://host:port, without a path
    std::vector<runtime::Header> headers;  // sent with every request
    HttpVersions versions = HttpVersions::newest;
    std::size_t connections_max = 64;
    std::size_t queue_max = 4096;  // requests that wait for a connection; one more is not_sent
    std::size_t answer_body_bytes_max = 8 << 20;
    Duration connect_timeout = seconds(3);
    Duration idle_timeout =
        seconds(30);               // shorter than the server's, or requests meet closed connections
    std::shared_ptr<IoLoop> loop;  // empty: one of its own
};

struct ClientRequest {
    runtime::Method method = runtime::Method::get;
    std::string target = "/";
    std::vector<runtime::Header> headers;
    std::string body;
};

struct ClientAnswer {
    int status = 0;
    std::vector<runtime::Header> headers;  // names in lower case
    std::string body;

    std::string_view header(std::string_view name) const;  // the first value, or ""
};

// An answer that is taken as it comes (an event stream), and may take as long as it likes. On the
// loop's thread.
struct AnswerStream {
    // The head has come. True: its body follows in parts, and the result has none; false: the
    // result has all of it, as ever.
    std::function<bool(const ClientAnswer& head)> begin;
    // False: nobody wants the rest: it is cut off, and the call is lost.
    std::function<bool(std::string bytes)> part;
};

enum class ClientFailure {
    not_sent,  // not one byte left, or the server refused it unseen: it cannot have done anything
    lost,      // sent, in part or whole, and cut off before the whole answer was there
    timeout,   // sent, and no whole answer in time
};

struct ClientProblem {
    ClientFailure failure = ClientFailure::not_sent;
    std::string words;
};

using ClientResult = std::expected<ClientAnswer, ClientProblem>;

class ClientPool;

class HttpClient {
  public:
    // Throws Fault when the base URL is none.
    explicit HttpClient(ClientOptions options);
    ~HttpClient();  // Never on the loop's thread.
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    void send(ClientRequest request, Duration timeout, std::function<void(ClientResult)> on_result,
              AnswerStream stream = {});

    // Waits for the result. For tools and tests; never on the loop's thread.
    ClientResult call(ClientRequest request, Duration timeout = seconds(30));

  private:
    std::shared_ptr<IoLoop> loop_;
    std::shared_ptr<ClientPool> pool_;
};

}  // namespace jangteo::platform::http

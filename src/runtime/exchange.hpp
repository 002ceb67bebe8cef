#pragma once

// The HTTP port: what an engine (platform/http) hands to the runtime, and how the runtime answers.
// One Exchange is one request; the engine keeps the order of answers where its protocol has one.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jangteo::runtime {

enum class Method : std::uint8_t { get, post, put, patch, del, other };

std::string_view text_of(Method method);

struct Header {
    std::string name;  // lower case
    std::string value;
};

struct HttpRequest {
    Method method = Method::get;
    std::string path;   // percent-encoded as received, without the query
    std::string query;  // without '?'
    std::vector<Header> headers;
    std::string body;
    std::string peer;  // the client's address, without its port

    // The first value of a header (name in lower case), or "".
    std::string_view header(std::string_view name) const {
        for (const Header& h : headers) {
            if (h.name == name) return h.value;
        }
        return {};
    }
};

struct HttpAnswer {
    int status = 200;
    std::string body;
    std::string_view content_type = "application/json";  // a literal
    std::vector<Header> headers;
};

// Held by whoever will answer; answering is allowed once, from any thread. Dropping it unanswered
// ends the connection, or in HTTP/2 the stream.
class Exchange {
  public:
    virtual ~Exchange() = default;

    virtual const HttpRequest& request() const = 0;
    virtual void answer(HttpAnswer answer) = 0;

    // Starts an answer without a length (text/event-stream); chunks follow until close() or until
    // the client leaves. send() is false once the client is gone or reads too slowly (its buffer
    // limit is the engine's).
    virtual void open_stream(HttpAnswer head) = 0;
    virtual bool send(std::string chunk) = 0;
    virtual void close() = 0;
};

using ExchangePtr = std::shared_ptr<Exchange>;

}  // namespace jangteo::runtime

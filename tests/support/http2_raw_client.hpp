#pragma once

// Http2RawClient: a blocking HTTP/2 client for one connection, which sends whatever a test wants,
// also what no client should. Every wait is bounded by RawClient's.

#include <nghttp2/nghttp2.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/exchange.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo::test {

class Http2RawClient {
  public:
    using Fields = std::vector<runtime::Header>;

    struct Stream {
        std::map<std::string, std::string> fields;
        int interim = 0;  // answers with 1xx before the one that counts
        std::string body;
        bool is_ended = false;
        std::optional<std::uint32_t> error;  // of RST_STREAM

        std::string status() const { return field(":status"); }
        std::string field(const std::string& name) const {
            const auto found = fields.find(name);
            return found == fields.end() ? "" : found->second;
        }
    };

    // With a window it never opens another; without, windows open as bytes come.
    explicit Http2RawClient(std::uint16_t port, std::optional<std::uint32_t> window = {});

    // Sends the header of a request; a body follows by send_body().
    std::int32_t begin(const Fields& fields);
    std::int32_t request(const Fields& fields);
    std::int32_t get(std::string_view path) { return request(head_of("GET", path)); }
    void send_body(std::int32_t id, std::string_view bytes, bool is_last = true);
    void send_trailer(std::int32_t id, const Fields& fields);
    void open_window(std::int32_t id, std::int32_t bytes);
    void reset(std::int32_t id);
    void send_frame(std::uint8_t type, std::uint8_t flags, std::int32_t id, std::string_view bytes);

    // What is submitted but not sent yet; every function above sends, unless held back.
    void hold_back() { is_held_back_ = true; }
    std::string take_held_back();
    void send_raw(std::string_view bytes) { client_.send(bytes); }
    void close_sending() { client_.close_sending(); }

    // Receive until then, or until the connection ends: the whole answer or a reset, a reset, ...
    const Stream& answer(std::int32_t id);
    std::optional<std::uint32_t> error(std::int32_t id);
    const Stream& until(std::int32_t id, const std::function<bool(const Stream&)>& is_enough);
    void until_end();

    Stream& stream(std::int32_t id) { return streams_[id]; }
    // Of the server's GOAWAY.
    const std::optional<std::uint32_t>& farewell() const { return farewell_; }
    int receives() const { return receives_; }

    static Fields head_of(std::string_view method, std::string_view path);

  private:
    struct Delete {
        void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
    };

    static void set_callbacks(nghttp2_session_callbacks* callbacks);
    void note(const nghttp2_frame& frame);
    std::int32_t submit(const Fields& fields, std::uint8_t flags);
    void flush();
    bool receive();

    RawClient client_;
    std::unique_ptr<nghttp2_session, Delete> session_;
    std::map<std::int32_t, Stream> streams_;
    std::optional<std::uint32_t> farewell_;
    std::string held_back_;
    int receives_ = 0;
    bool is_held_back_ = false;
};

}  // namespace jangteo::test

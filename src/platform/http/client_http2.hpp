#pragma once

// ClientHttp2: HTTP/2 on a client's connection (RFC 9113), each call a stream. nghttp2 makes and
// reads the frames; what happens to a call is decided here. client_http2.cpp: from calls to
// frames; client_http2_answers.cpp: from frames to answers.

#include <cstdint>
#include <memory>
#include <vector>

#include "platform/http/client_session.hpp"
#include "platform/http/http2.hpp"

namespace jangteo::platform::http {

class ClientConnection;

class ClientHttp2 : public ClientSession {
  public:
    explicit ClientHttp2(ClientConnection& line);

    State state() const override;
    std::size_t calls_max() const override;
    std::size_t calls() const override { return open_; }
    bool takes_calls() const override;
    void take(PendingCall call) override;
    void write(std::string& out) override;
    void read(InputBuffer& input) override;
    void on_tick(std::chrono::steady_clock::time_point now) override;
    void drop_calls(std::string_view words) override;

  private:
    static constexpr std::uint32_t header_bytes_max = 64 << 10;  // of an answer

    struct Stream {
        PendingCall call;
        ClientAnswer answer;
        std::int32_t id = 0;
        std::size_t place = 0;       // in streams_
        std::size_t body_taken = 0;  // of the request's
        std::size_t header_bytes = 0;
        std::uint64_t begins_at = nowhere;  // in all that is said on the line
        std::chrono::steady_clock::time_point taken_at;
        bool is_head_done = false;
        bool is_complete = false;
        bool is_told_in_parts = false;
    };

    static ClientHttp2& self(void* of) { return *static_cast<ClientHttp2*>(of); }
    static nghttp2_session_callbacks* callbacks();
    static void set_reading(nghttp2_session_callbacks& all);
    static void set_writing(nghttp2_session_callbacks& all);
    static nghttp2_data_provider body_provider();

    Stream* stream_of(std::int32_t id) const;
    Stream& make_stream(PendingCall call);
    PendingCall remove(Stream& stream);
    void make_fields(const ClientRequest& request);
    void add_fields(const std::vector<runtime::Header>& headers);
    void on_frame(const nghttp2_frame& frame);
    static bool add_header(Stream& stream, std::string_view name, std::string_view value);
    void on_head(Stream& stream);
    void take_body(Stream& stream, std::string_view bytes);
    void on_end(Stream& stream);
    void on_stream_closed(Stream& stream, std::uint32_t error);
    void cut_off(Stream& stream, ClientFailure failure, std::string_view words);

    ClientConnection& line_;
    Http2Session session_;
    std::vector<std::unique_ptr<Stream>> streams_;  // those behind open_ are to be used again
    std::size_t open_ = 0;
    std::vector<nghttp2_nv> fields_;
    std::string body_size_;
    bool is_greeted_ = false;  // the server's settings have come
    bool is_strange_ = false;
    bool is_broken_ = false;
    bool is_silent_ = false;  // nothing came while a call waited in vain: it takes no more
};

}  // namespace jangteo::platform::http

#pragma once

// Http2Protocol: HTTP/2 (RFC 9113) on a connection whose client began with its preface. Each stream
// is one request; answers leave as they come, those of one round in one write. nghttp2 has frames,
// header compression, flow control and the rules of HTTP messages; what is ours are the limits of
// ServerOptions. Nothing is taken from, and no request is handed out in, nghttp2's calls.

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/http2.hpp"
#include "platform/http/http2_answer.hpp"
#include "platform/http/http2_streams.hpp"
#include "platform/http/protocol.hpp"

namespace jangteo::platform::http {

class Connection;

class Http2Protocol final : public Protocol {
  public:
    explicit Http2Protocol(Connection& connection);

    bool consume() override;
    bool takes_more() const override;
    void apply(Message&& message) override;
    bool is_quiet() const override { return streams_.size() == 0; }
    void on_idle() override;
    void on_tick() override;
    void begin_drain() override;
    void on_eof() override;
    void on_flushed() override;
    void on_cut() override;

  private:
    using Stage = Http2Stream::Stage;

    // What nghttp2 calls while it takes bytes in or gives bytes out (http2_callbacks.cpp).
    static Http2Protocol& of(void* self);
    static nghttp2_session_callbacks* callbacks();
    static void set_reading(nghttp2_session_callbacks& all);
    static void set_writing(nghttp2_session_callbacks& all);
    void make_session();
    int on_begin_headers(const nghttp2_frame& frame);
    void on_field(const nghttp2_frame& frame, std::string_view name, std::string_view value);
    void on_data(std::int32_t id, std::string_view bytes);
    void on_frame(const nghttp2_frame& frame);
    void on_frame_sent(const nghttp2_frame& frame);
    void on_stream_closed(std::int32_t id);
    ssize_t on_body_wanted(Http2Stream& stream, std::span<std::uint8_t> into, std::uint32_t& flags);

    const ServerOptions& options() const;
    std::int64_t now_ms() const;
    Http2Stream* stream_of(std::int32_t id) const;

    void receive();
    void on_header_whole(Http2Stream& stream);
    void on_request_whole(Http2Stream& stream);
    void hand_over_received();
    void hand_over(Http2Stream& stream);
    void count(EngineError error);
    void refuse(Http2Stream& stream, EngineError error);

    void submit(Http2Stream& stream, runtime::HttpAnswer&& answer);
    void append_body(Http2Stream& stream, std::string_view bytes);
    void end_body(Http2Stream& stream);
    static nghttp2_data_provider body_of(Http2Stream& stream);
    std::size_t send_body(Http2Stream& stream, std::span<std::uint8_t> into);
    void reset(Http2Stream& stream, std::uint32_t error);
    void check_times(Http2Stream& stream);
    bool is_held_up(const Http2Stream& stream) const;
    void end_streams();
    bool waits_for_answers();
    bool send();

    Connection& connection_;
    Http2Session session_;
    Http2Streams streams_;
    Http2AnswerFields fields_;
    std::deque<std::uint64_t> received_;  // the sequences of requests to hand over
    std::size_t unsent_bytes_ = 0;        // of the bodies of all streams
    // Of streams, in the connection's output: the writers learn of it when the socket has it.
    std::vector<std::pair<std::shared_ptr<StreamGauge>, std::size_t>> flushing_;
};

}  // namespace jangteo::platform::http

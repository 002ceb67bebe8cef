#pragma once

// Http2Streams: the requests of an HTTP/2 connection that are not fully answered. A stream that its
// client has reset stays until its answer comes, so that resetting makes no room for more requests
// than a connection may have in hand.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/http2_request.hpp"
#include "platform/http/mailbox.hpp"

namespace jangteo::platform::http {

struct Http2Stream {
    enum class Stage : std::uint8_t { receiving, received, in_hand, streaming, answered };

    // What an exchange knows the stream by: ids are never used again, so it never means another.
    std::uint64_t sequence() const { return std::uint64_t{index} | (std::uint64_t{id} << 32); }
    std::size_t unsent_bytes() const { return body.size() - sent_bytes; }

    std::uint32_t index = 0;
    std::uint32_t id = 0;  // 0: nobody's
    Stage stage = Stage::receiving;
    bool is_header_whole = false;
    bool is_request_whole = false;
    bool is_closed = false;        // for HTTP/2; its exchange may still be in hand
    bool is_body_whole = true;     // nothing follows what is in `body`
    bool is_event_stream = false;  // text/event-stream
    bool is_between_events = true;
    Http2Request request;
    std::string body;  // of the answer, of which so much is sent:
    std::size_t sent_bytes = 0;
    std::shared_ptr<StreamGauge> gauge;
    std::int64_t progress_ms = 0;  // its begin; then the last byte of its answer
};

class Http2Streams {
  public:
    std::size_t size() const { return streams_.size() - free_.size(); }

    Http2Stream& add(std::uint32_t id) {
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(streams_.size()));
            streams_.push_back(std::make_unique<Http2Stream>());
        }
        const std::uint32_t index = free_.back();
        free_.pop_back();
        Http2Stream& stream = *streams_[index];
        stream.index = index;
        stream.id = id;
        return stream;
    }

    Http2Stream* find(std::uint64_t sequence) {
        const auto index = static_cast<std::uint32_t>(sequence);
        if (index >= streams_.size()) return nullptr;
        Http2Stream& stream = *streams_[index];
        return stream.id != 0 && stream.sequence() == sequence ? &stream : nullptr;
    }

    void remove(Http2Stream& stream) {
        free_.push_back(stream.index);
        stream = Http2Stream{};
    }

    template <class Visit>
    void each(Visit visit) {
        for (const auto& stream : streams_) {
            if (stream->id != 0) visit(*stream);
        }
    }

  private:
    std::vector<std::unique_ptr<Http2Stream>> streams_;  // nghttp2 holds their addresses
    std::vector<std::uint32_t> free_;
};

}  // namespace jangteo::platform::http

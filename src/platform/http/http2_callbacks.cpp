// The half of Http2Protocol that nghttp2 calls.

#include <algorithm>
#include <array>

#include "platform/http/http2_protocol.hpp"
#include "platform/http/io_thread.hpp"

namespace jangteo::platform::http {

namespace {

// A body of the largest size never waits for a window; of several at once some do.
constexpr std::size_t bodies_in_window = 4;
constexpr std::size_t window_bytes_max = 16 << 20;

struct OptionDelete {
    void operator()(nghttp2_option* option) const { nghttp2_option_del(option); }
};

bool begins_request(const nghttp2_frame& frame) {
    return frame.hd.type == NGHTTP2_HEADERS && frame.headers.cat == NGHTTP2_HCAT_REQUEST;
}

bool ends_stream(const nghttp2_frame& frame) {
    return (frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA) &&
           (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
}

}  // namespace

Http2Protocol& Http2Protocol::of(void* self) { return *static_cast<Http2Protocol*>(self); }

// Each only finds its protocol and its words.
nghttp2_session_callbacks* Http2Protocol::callbacks() {
    static nghttp2_session_callbacks* const made = [] {
        nghttp2_session_callbacks* all = new_http2_callbacks();
        set_reading(*all);
        set_writing(*all);
        return all;
    }();
    return made;
}

void Http2Protocol::set_reading(nghttp2_session_callbacks& all) {
    nghttp2_session_callbacks_set_on_begin_headers_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
            return of(self).on_begin_headers(*frame);
        });
    nghttp2_session_callbacks_set_on_header_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                 std::size_t name_bytes, const std::uint8_t* value, std::size_t value_bytes,
                 std::uint8_t, void* self) {
            of(self).on_field(*frame, http2_text(name, name_bytes), http2_text(value, value_bytes));
            return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        &all, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                 std::size_t count, void* self) {
            of(self).on_data(id, http2_text(bytes, count));
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
            of(self).on_frame(*frame);
            return 0;
        });
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(
        &all, [](nghttp2_session*, const nghttp2_frame*, int, void* self) {
            of(self).count(EngineError::malformed_request);
            return 0;
        });
}

void Http2Protocol::set_writing(nghttp2_session_callbacks& all) {
    nghttp2_session_callbacks_set_on_frame_send_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
            of(self).on_frame_sent(*frame);
            return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        &all, [](nghttp2_session*, std::int32_t id, std::uint32_t, void* self) {
            of(self).on_stream_closed(id);
            return 0;
        });
}

nghttp2_data_provider Http2Protocol::body_of(Http2Stream& stream) {
    return {{.ptr = &stream},
            [](nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t room,
               std::uint32_t* flags, nghttp2_data_source* source, void* self) {
                return of(self).on_body_wanted(*static_cast<Http2Stream*>(source->ptr),
                                               {into, room}, *flags);
            }};
}

void Http2Protocol::make_session() {
    nghttp2_option* chosen = nullptr;
    nghttp2_option_new(&chosen);
    const std::unique_ptr<nghttp2_option, OptionDelete> option(chosen);
    nghttp2_option_set_no_closed_streams(chosen, 1);  // They served the priorities of RFC 7540.

    nghttp2_session* session = nullptr;
    nghttp2_session_server_new2(&session, callbacks(), this, chosen);
    session_.reset(session);

    const auto window = static_cast<std::uint32_t>(std::clamp<std::size_t>(
        options().body_bytes_max, NGHTTP2_INITIAL_WINDOW_SIZE, window_bytes_max));
    const std::array<nghttp2_settings_entry, 4> settings{{
        {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, options().streams_max},
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window},
        {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE,
         static_cast<std::uint32_t>(options().header_bytes_max)},
        {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
    }};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0,
                                          static_cast<std::int32_t>(window * bodies_in_window));
}

Http2Stream* Http2Protocol::stream_of(std::int32_t id) const {
    return static_cast<Http2Stream*>(nghttp2_session_get_stream_user_data(session_.get(), id));
}

int Http2Protocol::on_begin_headers(const nghttp2_frame& frame) {
    if (!begins_request(frame)) return 0;  // Trailers could only repeat what is decided.
    const std::int32_t id = frame.hd.stream_id;
    if (streams_.size() >= options().streams_max) {
        nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_REFUSED_STREAM);
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }
    Http2Stream& stream = streams_.add(static_cast<std::uint32_t>(id));
    stream.progress_ms = now_ms();
    nghttp2_session_set_stream_user_data(session_.get(), id, &stream);
    return 0;
}

void Http2Protocol::on_field(const nghttp2_frame& frame, std::string_view name,
                             std::string_view value) {
    Http2Stream* stream = stream_of(frame.hd.stream_id);
    if (stream == nullptr || !begins_request(frame)) return;
    stream->request.take_field(name, value, options());
}

void Http2Protocol::on_data(std::int32_t id, std::string_view bytes) {
    Http2Stream* stream = stream_of(id);
    if (stream == nullptr || stream->stage != Stage::receiving) return;
    stream->request.take_body(bytes, options());
    if (stream->request.error()) refuse(*stream, *stream->request.error());
}

void Http2Protocol::on_frame(const nghttp2_frame& frame) {
    if (frame.hd.type == NGHTTP2_GOAWAY) end_streams();
    Http2Stream* stream = stream_of(frame.hd.stream_id);
    if (stream == nullptr) return;
    if (ends_stream(frame)) stream->is_request_whole = true;
    if (begins_request(frame)) on_header_whole(*stream);
    if (ends_stream(frame)) on_request_whole(*stream);
}

void Http2Protocol::on_header_whole(Http2Stream& stream) {
    stream.is_header_whole = true;
    Http2Request& request = stream.request;
    request.end_header(options());
    if (request.error()) {
        refuse(stream, *request.error());
    } else if (request.wants_continue() && !stream.is_request_whole) {
        const nghttp2_nv status = http2_field(":status", "100");
        nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE,
                               static_cast<std::int32_t>(stream.id), nullptr, &status, 1, nullptr);
    }
}

void Http2Protocol::on_request_whole(Http2Stream& stream) {
    if (stream.stage != Stage::receiving) return;  // It was refused before.
    stream.stage = Stage::received;
    received_.push_back(stream.sequence());
}

// Who is refused need not send the rest (RFC 9113, section 8.1).
void Http2Protocol::on_frame_sent(const nghttp2_frame& frame) {
    if (!ends_stream(frame)) return;
    const Http2Stream* stream = stream_of(frame.hd.stream_id);
    if (stream == nullptr || stream->is_request_whole) return;
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, frame.hd.stream_id,
                              NGHTTP2_NO_ERROR);
}

void Http2Protocol::on_stream_closed(std::int32_t id) {
    Http2Stream* stream = stream_of(id);
    if (stream == nullptr) return;
    unsent_bytes_ -= stream->unsent_bytes();
    if (stream->gauge) stream->gauge->is_gone = true;
    connection_.note_activity();
    nghttp2_session_set_stream_user_data(session_.get(), id, nullptr);
    if (stream->stage == Stage::in_hand)
        stream->is_closed = true;
    else
        streams_.remove(*stream);
}

ssize_t Http2Protocol::on_body_wanted(Http2Stream& stream, std::span<std::uint8_t> into,
                                      std::uint32_t& flags) {
    if (stream.unsent_bytes() == 0 && !stream.is_body_whole) return NGHTTP2_ERR_DEFERRED;
    const std::size_t count = send_body(stream, into);
    if (stream.is_body_whole && stream.unsent_bytes() == 0) flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(count);
}

}  // namespace jangteo::platform::http

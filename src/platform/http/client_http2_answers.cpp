#include <algorithm>
#include <charconv>
#include <utility>

#include "platform/http/client_connection.hpp"
#include "platform/http/client_http2.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::size_t header_overhead_bytes = 32;  // of each field: RFC 9113, section 6.5.2

}  // namespace

// What they are given last is the session they speak of; a stream that was cut off is none.
nghttp2_session_callbacks* ClientHttp2::callbacks() {
    static nghttp2_session_callbacks* const made = [] {
        nghttp2_session_callbacks* all = new_http2_callbacks();
        set_reading(*all);
        set_writing(*all);
        return all;
    }();
    return made;
}

void ClientHttp2::set_reading(nghttp2_session_callbacks& all) {
    nghttp2_session_callbacks_set_on_header_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                 std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                 std::uint8_t, void* of) {
            Stream* stream = self(of).stream_of(frame->hd.stream_id);
            if (!stream || stream->is_head_done) return 0;  // Trailers say nothing to anybody here.
            const bool fits =
                add_header(*stream, http2_text(name, name_size), http2_text(value, value_size));
            return fits ? 0 : int{NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE};
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        &all, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                 std::size_t size, void* of) {
            Stream* stream = self(of).stream_of(id);
            if (stream) self(of).take_body(*stream, http2_text(bytes, size));
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, void* of) {
            self(of).on_frame(*frame);
            return 0;
        });
    nghttp2_session_callbacks_set_error_callback2(
        &all, [](nghttp2_session*, int error, const char*, std::size_t, void* of) {
            if (error == NGHTTP2_ERR_SETTINGS_EXPECTED) self(of).is_strange_ = true;
            return 0;
        });
}

void ClientHttp2::set_writing(nghttp2_session_callbacks& all) {
    nghttp2_session_callbacks_set_before_frame_send_callback(
        &all, [](nghttp2_session*, const nghttp2_frame* frame, void* of) {
            if (frame->hd.type != NGHTTP2_HEADERS) return 0;
            Stream* stream = self(of).stream_of(frame->hd.stream_id);
            if (stream) stream->begins_at = self(of).line_.position();
            return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        &all, [](nghttp2_session*, std::int32_t id, std::uint32_t error, void* of) {
            Stream* stream = self(of).stream_of(id);
            if (stream) self(of).on_stream_closed(*stream, error);
            return 0;
        });
}

nghttp2_data_provider ClientHttp2::body_provider() {
    const auto read = [](nghttp2_session*, std::int32_t id, std::uint8_t* room, std::size_t size,
                         std::uint32_t* flags, nghttp2_data_source*, void* of) -> ssize_t {
        Stream* stream = self(of).stream_of(id);
        if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
        const std::string& body = stream->call.request.body;
        const std::size_t taken = std::min(size, body.size() - stream->body_taken);
        std::copy_n(body.data() + stream->body_taken, taken, room);
        stream->body_taken += taken;
        if (stream->body_taken == body.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
        return static_cast<ssize_t>(taken);
    };
    return {.source = {}, .read_callback = read};
}

ClientHttp2::Stream* ClientHttp2::stream_of(std::int32_t id) const {
    return static_cast<Stream*>(nghttp2_session_get_stream_user_data(session_.get(), id));
}

void ClientHttp2::read(InputBuffer& input) {
    const std::string_view bytes = input.bytes();
    const ssize_t taken = nghttp2_session_mem_recv(
        session_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    input.clear();
    if (taken < 0) is_broken_ = true;
}

void ClientHttp2::on_frame(const nghttp2_frame& frame) {
    if (frame.hd.type == NGHTTP2_SETTINGS) is_greeted_ = true;
    if (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) return;
    Stream* stream = stream_of(frame.hd.stream_id);
    if (stream == nullptr) return;
    if (frame.hd.type == NGHTTP2_HEADERS) on_head(*stream);
    if (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) on_end(*stream);
}

// False: the header is too large.
bool ClientHttp2::add_header(Stream& stream, std::string_view name, std::string_view value) {
    stream.header_bytes += name.size() + value.size() + header_overhead_bytes;
    if (stream.header_bytes > header_bytes_max) return false;
    if (name == ":status") {
        std::from_chars(value.data(), value.data() + value.size(), stream.answer.status);
        stream.answer.headers.reserve(8);
    } else {
        stream.answer.headers.push_back({std::string(name), std::string(value)});
    }
    return true;
}

void ClientHttp2::on_head(Stream& stream) {
    if (stream.is_head_done) return;
    if (stream.answer.status < 200) {  // Interim: the answer itself follows.
        stream.answer.headers.clear();
        return;
    }
    stream.is_head_done = true;
    if (!stream.call.stream.begin) return;
    stream.is_told_in_parts = stream.call.stream.begin(stream.answer);
    if (stream.is_told_in_parts)
        stream.call.deadline = std::chrono::steady_clock::time_point::max();
}

void ClientHttp2::take_body(Stream& stream, std::string_view bytes) {
    if (stream.is_told_in_parts) {
        if (!stream.call.stream.part(std::string(bytes))) {
            cut_off(stream, ClientFailure::lost, "nobody wants the rest");
        }
    } else if (bytes.size() >
               line_.pool().options().answer_body_bytes_max - stream.answer.body.size()) {
        cut_off(stream, ClientFailure::lost, "the answer is too large");
    } else {
        stream.answer.body.append(bytes);
    }
}

// An answer may come before all of the request was sent, which then need not be.
void ClientHttp2::on_end(Stream& stream) {
    stream.is_complete = true;
    if (nghttp2_session_get_stream_local_close(session_.get(), stream.id) == 0) {
        nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_CANCEL);
    }
}

void ClientHttp2::on_stream_closed(Stream& stream, std::uint32_t error) {
    // RFC 9113, section 8.7: what was refused was not taken up. GOAWAY refuses what is above its
    // last stream.
    const bool was_refused =
        error == NGHTTP2_REFUSED_STREAM || !line_.may_have_left(stream.begins_at);
    const bool is_complete = stream.is_complete;
    ClientAnswer answer = std::move(stream.answer);
    PendingCall call = remove(stream);
    ClientPool& pool = line_.pool();
    if (is_complete) return pool.finish(std::move(call), std::move(answer));
    if (was_refused) return pool.give_back(std::move(call), "the server refused it");
    pool.fail(std::move(call), ClientFailure::lost, "the stream was reset before the whole answer");
}

}  // namespace jangteo::platform::http

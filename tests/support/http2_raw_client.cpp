#include "tests/support/http2_raw_client.hpp"

#include <utility>

namespace jangteo::test {

namespace {

std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
}

std::vector<nghttp2_nv> borrowed(const Http2RawClient::Fields& fields) {
    std::vector<nghttp2_nv> result;
    for (const runtime::Header& field : fields) {
        result.push_back({bytes_of(field.name), bytes_of(field.value), field.name.size(),
                          field.value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    return result;
}

}  // namespace

// Messages are not judged and settings of the server not kept, so that wrong ones can be sent.
Http2RawClient::Http2RawClient(std::uint16_t port, std::optional<std::uint32_t> window)
    : client_(port) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    set_callbacks(callbacks);
    nghttp2_option* option = nullptr;
    nghttp2_option_new(&option);
    nghttp2_option_set_no_http_messaging(option, 1);
    nghttp2_option_set_no_auto_window_update(option, window ? 1 : 0);
    nghttp2_option_set_peer_max_concurrent_streams(option, 100'000);
    nghttp2_session* session = nullptr;
    nghttp2_session_client_new2(&session, callbacks, this, option);
    session_.reset(session);
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
    const nghttp2_settings_entry entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,
                                       window.value_or(NGHTTP2_INITIAL_WINDOW_SIZE)};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, &entry, 1);
}

void Http2RawClient::set_callbacks(nghttp2_session_callbacks* callbacks) {
    nghttp2_session_callbacks_set_on_header_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_bytes, const std::uint8_t* value, std::size_t value_bytes,
                      std::uint8_t, void* self) {
            Stream& stream = static_cast<Http2RawClient*>(self)->streams_[frame->hd.stream_id];
            const std::string text(reinterpret_cast<const char*>(value), value_bytes);
            const std::string key(reinterpret_cast<const char*>(name), name_bytes);
            if (key == ":status" && text.starts_with('1'))
                ++stream.interim;
            else
                stream.fields[key] = text;
            return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                      std::size_t count, void* self) {
            static_cast<Http2RawClient*>(self)->streams_[id].body.append(
                reinterpret_cast<const char*>(bytes), count);
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
            static_cast<Http2RawClient*>(self)->note(*frame);
            return 0;
        });
}

void Http2RawClient::note(const nghttp2_frame& frame) {
    if (frame.hd.type == NGHTTP2_GOAWAY) farewell_ = frame.goaway.error_code;
    if (frame.hd.stream_id == 0) return;
    Stream& stream = streams_[frame.hd.stream_id];
    const bool is_message = frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA;
    if (is_message && (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) stream.is_ended = true;
    if (frame.hd.type == NGHTTP2_RST_STREAM) stream.error = frame.rst_stream.error_code;
}

Http2RawClient::Fields Http2RawClient::head_of(std::string_view method, std::string_view path) {
    return {{":method", std::string(method)},
            {":scheme", "http"},
            {":authority", "shop"},
            {":path", std::string(path)}};
}

std::int32_t Http2RawClient::submit(const Fields& fields, std::uint8_t flags) {
    const auto borrowed_fields = borrowed(fields);
    const std::int32_t id =
        nghttp2_submit_headers(session_.get(), flags, -1, nullptr, borrowed_fields.data(),
                               borrowed_fields.size(), nullptr);
    flush();
    return id;
}

std::int32_t Http2RawClient::begin(const Fields& fields) {
    return submit(fields, NGHTTP2_FLAG_NONE);
}

std::int32_t Http2RawClient::request(const Fields& fields) {
    return submit(fields, NGHTTP2_FLAG_END_STREAM);
}

void Http2RawClient::send_body(std::int32_t id, std::string_view bytes, bool is_last) {
    constexpr std::size_t frame_bytes = 16 << 10;
    do {
        const std::string_view piece = bytes.substr(0, frame_bytes);
        bytes.remove_prefix(piece.size());
        const bool ends = is_last && bytes.empty();
        send_frame(NGHTTP2_DATA, ends ? NGHTTP2_FLAG_END_STREAM : NGHTTP2_FLAG_NONE, id, piece);
    } while (!bytes.empty());
}

void Http2RawClient::send_trailer(std::int32_t id, const Fields& fields) {
    const auto borrowed_fields = borrowed(fields);
    nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_END_STREAM, id, nullptr,
                           borrowed_fields.data(), borrowed_fields.size(), nullptr);
    flush();
}

void Http2RawClient::open_window(std::int32_t id, std::int32_t bytes) {
    nghttp2_session_set_local_window_size(session_.get(), NGHTTP2_FLAG_NONE, id, bytes);
    flush();
}

void Http2RawClient::reset(std::int32_t id) {
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    flush();
}

// Past nghttp2, which would not send it when it is wrong.
void Http2RawClient::send_frame(std::uint8_t type, std::uint8_t flags, std::int32_t id,
                                std::string_view bytes) {
    const auto number = static_cast<std::uint32_t>(id);
    std::string frame;
    for (const int shift : {16, 8, 0}) frame.push_back(static_cast<char>(bytes.size() >> shift));
    frame.push_back(static_cast<char>(type));
    frame.push_back(static_cast<char>(flags));
    for (const int shift : {24, 16, 8, 0}) frame.push_back(static_cast<char>(number >> shift));
    frame.append(bytes);
    flush();
    if (is_held_back_)
        held_back_ += frame;
    else
        client_.send(frame);
}

std::string Http2RawClient::take_held_back() {
    is_held_back_ = false;
    return std::exchange(held_back_, {});
}

void Http2RawClient::flush() {
    std::string out;
    const std::uint8_t* bytes = nullptr;
    ssize_t count = 0;
    while ((count = nghttp2_session_mem_send(session_.get(), &bytes)) > 0) {
        out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
    }
    if (is_held_back_)
        held_back_ += out;
    else
        client_.send(out);
}

bool Http2RawClient::receive() {
    flush();
    const std::string bytes = client_.read_some();
    if (bytes.empty()) return false;
    ++receives_;
    return nghttp2_session_mem_recv(session_.get(), bytes_of(bytes), bytes.size()) >= 0;
}

const Http2RawClient::Stream& Http2RawClient::until(
    std::int32_t id, const std::function<bool(const Stream&)>& is_enough) {
    while (!is_enough(streams_[id]) && receive()) {
    }
    return streams_[id];
}

const Http2RawClient::Stream& Http2RawClient::answer(std::int32_t id) {
    return until(id, [](const Stream& stream) { return stream.is_ended || stream.error; });
}

std::optional<std::uint32_t> Http2RawClient::error(std::int32_t id) {
    return until(id, [](const Stream& stream) { return stream.error.has_value(); }).error;
}

void Http2RawClient::until_end() {
    while (receive()) {
    }
}

}  // namespace jangteo::test

#include "platform/http/client_http2.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kernel/check.hpp"
#include "platform/http/client_connection.hpp"

namespace jangteo::platform::http {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t streams_max = 256;           // at one time, where the server allows it
constexpr std::size_t write_bytes_max = 64 << 10;  // at one time, about
// What may be on its way to us before we have read it: on a stream, and on the connection.
constexpr std::uint32_t stream_window_bytes = 1 << 20;
constexpr std::int32_t connection_window_bytes = 16 << 20;

// Of one connection, not of the message (RFC 9113, section 8.2.2); Host is :authority here.
constexpr std::array<std::string_view, 7> of_the_connection = {
    "connection", "host", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te"};

// Another value in every call would drive what is worth remembering out of the compressor's table.
constexpr std::string_view differs_each_time = "idempotency-key";

}  // namespace

ClientHttp2::ClientHttp2(ClientConnection& line) : line_(line) {
    nghttp2_session* session = nullptr;
    check(nghttp2_session_client_new(&session, callbacks(), this) == 0, "nghttp2 has memory");
    session_.reset(session);
    const std::array<nghttp2_settings_entry, 3> settings = {{
        {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, stream_window_bytes},
        {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, header_bytes_max},
    }};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, connection_window_bytes);
}

ClientSession::State ClientHttp2::state() const {
    if (is_strange_) return State::strange;
    const bool is_over = is_broken_ || (nghttp2_session_want_read(session_.get()) == 0 &&
                                        nghttp2_session_want_write(session_.get()) == 0);
    if (is_over || (is_silent_ && open_ == 0)) return State::done;
    return is_greeted_ ? State::open : State::asking;
}

std::size_t ClientHttp2::calls_max() const {
    return std::min<std::size_t>(
        streams_max, nghttp2_session_get_remote_settings(session_.get(),
                                                         NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS));
}

bool ClientHttp2::takes_calls() const {
    return open_ < calls_max() && !is_silent_ && !is_broken_ &&
           nghttp2_session_check_request_allowed(session_.get()) != 0;
}

void ClientHttp2::take(PendingCall call) {
    Stream& stream = make_stream(std::move(call));
    make_fields(stream.call.request);
    nghttp2_data_provider body = body_provider();
    stream.id = nghttp2_submit_request(session_.get(), nullptr, fields_.data(), fields_.size(),
                                       stream.call.request.body.empty() ? nullptr : &body, &stream);
    if (stream.id < 0) line_.pool().give_back(remove(stream), nghttp2_strerror(stream.id));
}

void ClientHttp2::make_fields(const ClientRequest& request) {
    const ClientPool& pool = line_.pool();
    fields_.clear();
    fields_.push_back(http2_field(":method", runtime::text_of(request.method)));
    fields_.push_back(http2_field(":scheme", pool.url().is_tls ? "https" : "http"));
    fields_.push_back(http2_field(":authority", pool.authority()));
    fields_.push_back(http2_field(":path", request.target));
    add_fields(pool.options().headers);
    add_fields(request.headers);
    if (!request.body.empty() || request.method != runtime::Method::get) {
        body_size_ = std::to_string(request.body.size());
        fields_.push_back(http2_field("content-length", body_size_));
    }
}

void ClientHttp2::add_fields(const std::vector<runtime::Header>& headers) {
    for (const runtime::Header& header : headers) {
        if (std::ranges::find(of_the_connection, header.name) != of_the_connection.end()) continue;
        nghttp2_nv& field = fields_.emplace_back(http2_field(header.name, header.value));
        if (header.name == differs_each_time) field.flags = NGHTTP2_NV_FLAG_NO_INDEX;
    }
}

ClientHttp2::Stream& ClientHttp2::make_stream(PendingCall call) {
    if (open_ == streams_.size()) streams_.push_back(std::make_unique<Stream>());
    Stream& stream = *streams_[open_];
    stream = Stream{.call = std::move(call), .place = open_, .taken_at = clock::now()};
    ++open_;
    return stream;
}

PendingCall ClientHttp2::remove(Stream& stream) {
    --open_;
    const std::size_t place = std::exchange(stream.place, open_);
    std::swap(streams_[place], streams_[open_]);
    streams_[place]->place = place;
    return std::move(stream.call);
}

void ClientHttp2::write(std::string& out) {
    if (!append_frames(*session_, out, write_bytes_max)) is_broken_ = true;
}

void ClientHttp2::on_tick(clock::time_point now) {
    for (std::size_t i = open_; i-- > 0;) {
        Stream& stream = *streams_[i];
        if (now < stream.call.deadline) continue;
        // It may be dead. Calls that are on it keep their own time.
        if (line_.read_at() < stream.taken_at) is_silent_ = true;
        cut_off(stream,
                line_.may_have_left(stream.begins_at) ? ClientFailure::timeout
                                                      : ClientFailure::not_sent,
                "no answer in time");
    }
}

// This one alone: the connection goes on.
void ClientHttp2::cut_off(Stream& stream, ClientFailure failure, std::string_view words) {
    nghttp2_session_set_stream_user_data(session_.get(), stream.id, nullptr);
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_CANCEL);
    line_.pool().fail(remove(stream), failure, words);
}

void ClientHttp2::drop_calls(std::string_view words) {
    while (open_ > 0) {
        Stream& stream = *streams_[open_ - 1];
        const std::uint64_t begins_at = stream.begins_at;
        line_.drop(remove(stream), begins_at, words);
    }
}

}  // namespace jangteo::platform::http

#include "tests/support/http2_script.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "kernel/check.hpp"
#include "platform/http/http2.hpp"

namespace jangteo::test {

namespace http = platform::http;

namespace {

constexpr std::size_t bytes_at_once = 1 << 20;

struct Body {
    std::string bytes;
    std::size_t sent = 0;
    bool is_whole = true;
    bool has_trailers = false;
};

}  // namespace

struct Http2Peer::Native {
    int socket = -1;
    http::Http2Session session;
    std::map<std::int32_t, Http2Request> coming;
    std::map<std::int32_t, Body> bodies;
    std::vector<std::int32_t> whole;  // requests that have come just now
    bool is_cut = false;
    bool answers_at_the_header = false;

    ~Native() { ::close(socket); }
};

namespace {

Http2Peer::Native& native_of(void* of) { return *static_cast<Http2Peer::Native*>(of); }

int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* of) {
    const bool is_header = frame->hd.type == NGHTTP2_HEADERS;
    const bool is_end = (is_header || frame->hd.type == NGHTTP2_DATA) &&
                        (frame->hd.flags & NGHTTP2_FLAG_END_STREAM);
    if (native_of(of).answers_at_the_header ? is_header : is_end) {
        native_of(of).whole.push_back(frame->hd.stream_id);
    }
    return 0;
}

nghttp2_data_provider body_provider() {
    const auto read = [](nghttp2_session* session, std::int32_t id, std::uint8_t* room,
                         std::size_t size, std::uint32_t* flags, nghttp2_data_source*,
                         void* of) -> ssize_t {
        Body& body = native_of(of).bodies[id];
        const std::size_t taken = std::min(size, body.bytes.size() - body.sent);
        if (taken == 0 && !body.is_whole) return NGHTTP2_ERR_DEFERRED;
        std::copy_n(body.bytes.data() + body.sent, taken, room);
        body.sent += taken;
        if (body.sent < body.bytes.size() || !body.is_whole) return static_cast<ssize_t>(taken);
        *flags |= NGHTTP2_DATA_FLAG_EOF;
        if (body.has_trailers) {
            *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
            const nghttp2_nv trailer = http::http2_field("x-trailer", "late");
            nghttp2_submit_trailer(session, id, &trailer, 1);
        }
        return static_cast<ssize_t>(taken);
    };
    return {.source = {}, .read_callback = read};
}

nghttp2_session* new_session(Http2Peer::Native& native) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t, void* of) {
            native_of(of).coming[frame->hd.stream_id].headers.emplace(
                std::string(reinterpret_cast<const char*>(name), name_size),
                std::string(reinterpret_cast<const char*>(value), value_size));
            return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                      std::size_t size, void* of) {
            native_of(of).coming[id].body.append(reinterpret_cast<const char*>(bytes), size);
            return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session* session = nullptr;
    nghttp2_session_server_new(&session, callbacks, &native);
    nghttp2_session_callbacks_del(callbacks);
    return session;
}

std::vector<nghttp2_nv> fields_of(const std::vector<runtime::Header>& headers) {
    std::vector<nghttp2_nv> fields;
    for (const auto& header : headers) {
        fields.push_back(http::http2_field(header.name, header.value));
    }
    return fields;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

}  // namespace

Http2Peer::Http2Peer(std::unique_ptr<Native> native) : native_(std::move(native)) {}
Http2Peer::~Http2Peer() = default;

void Http2Peer::answer(std::int32_t stream, std::string body,
                       const std::vector<runtime::Header>& headers) {
    begin_answer(stream, std::move(body), headers);
    native_->bodies[stream].is_whole = true;
}

void Http2Peer::begin_answer(std::int32_t stream, std::string body,
                             const std::vector<runtime::Header>& headers) {
    native_->bodies[stream].bytes = std::move(body);
    native_->bodies[stream].is_whole = false;
    const auto fields = fields_of(headers);
    const nghttp2_data_provider provider = body_provider();
    nghttp2_submit_response(native_->session.get(), stream, fields.data(), fields.size(),
                            &provider);
}

void Http2Peer::add(std::int32_t stream, const Part& part) {
    native_->bodies[stream].bytes += part.bytes;
    native_->bodies[stream].is_whole = part.is_last;
    nghttp2_session_resume_data(native_->session.get(), stream);
}

void Http2Peer::interim(std::int32_t stream) {
    const nghttp2_nv status = http::http2_field(":status", "103");
    nghttp2_submit_headers(native_->session.get(), NGHTTP2_FLAG_NONE, stream, nullptr, &status, 1,
                           nullptr);
}

void Http2Peer::trailers(std::int32_t stream) { native_->bodies[stream].has_trailers = true; }

void Http2Peer::reset(std::int32_t stream, std::uint32_t error) {
    nghttp2_submit_rst_stream(native_->session.get(), NGHTTP2_FLAG_NONE, stream, error);
}

void Http2Peer::go_away(std::int32_t last_stream) {
    nghttp2_submit_goaway(native_->session.get(), NGHTTP2_FLAG_NONE, last_stream, NGHTTP2_NO_ERROR,
                          nullptr, 0);
}

void Http2Peer::send_raw(std::string_view bytes) {
    const int yes = 1;
    ::setsockopt(native_->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);  // at once
    check(::send(native_->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(bytes.size()),
          "the socket takes a few bytes");
}

void Http2Peer::cut() { native_->is_cut = true; }

Http2Script::Http2Script(OnRequest on_request, Options options)
    : on_request_(std::move(on_request)),
      options_(options),
      socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    check(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
              listen(socket_, 64) == 0 &&
              getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0,
          "a port of 127.0.0.1 is free");
    port_ = ntohs(address.sin_port);
    accepting_ = std::jthread([this] { accept(); });
}

Http2Script::~Http2Script() {
    shutdown(socket_, SHUT_RDWR);
    accepting_.join();
    for (auto& peer : peers_) shutdown(peer->native().socket, SHUT_RDWR);
    threads_.clear();
    ::close(socket_);
}

std::size_t Http2Script::connections() const {
    const std::lock_guard lock(mutex_);
    return peers_.size();
}

std::uint64_t Http2Script::reads() const {
    const std::lock_guard lock(mutex_);
    std::uint64_t reads = 0;
    for (const auto& peer : peers_) reads += peer->reads;
    return reads;
}

void Http2Script::accept() {
    for (;;) {
        const int socket = ::accept(socket_, nullptr, nullptr);
        if (socket < 0) return;
        auto native = std::make_unique<Http2Peer::Native>();
        native->socket = socket;
        native->answers_at_the_header = options_.answers_at_the_header;
        native->session.reset(new_session(*native));
        const std::lock_guard lock(mutex_);
        Http2Peer& peer = *peers_.emplace_back(std::make_unique<Http2Peer>(std::move(native)));
        peer.number = static_cast<unsigned>(peers_.size());
        threads_.emplace_back([this, &peer] { serve(peer); });
    }
}

void Http2Script::serve(Http2Peer& peer) {
    Http2Peer::Native& native = peer.native();
    const nghttp2_settings_entry streams{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
                                         options_.streams_max};
    nghttp2_submit_settings(native.session.get(), NGHTTP2_FLAG_NONE, &streams,
                            options_.streams_max > 0 ? 1 : 0);
    std::vector<std::uint8_t> buffer(bytes_at_once);
    while (nghttp2_session_want_read(native.session.get()) != 0) {
        const ssize_t n = recv(native.socket, buffer.data(), buffer.size(), 0);
        if (n <= 0) break;
        ++peer.reads;
        if (nghttp2_session_mem_recv(native.session.get(), buffer.data(),
                                     static_cast<std::size_t>(n)) < 0) {
            break;
        }
        for (const std::int32_t id : std::exchange(native.whole, {})) {
            Http2Request request = std::move(native.coming[id]);
            request.stream = id;
            peer.requests.push_back(request);
            if (!native.is_cut) on_request_(peer, request);
        }
        if (native.is_cut) break;
        std::string out;
        if (!http::append_frames(*native.session, out, out.max_size()) ||
            !send_all(native.socket, out)) {
            break;
        }
    }
    shutdown(native.socket, SHUT_RDWR);
}

}  // namespace jangteo::test

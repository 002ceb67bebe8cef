// Bytes that a server of HTTP/2 sends to our client, behind its settings, once two requests are
// there: a GET on stream 1, a POST on stream 3. The first byte says in how large pieces they
// arrive: that must make no difference to what is answered.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "kernel/check.hpp"
#include "platform/http/client.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using platform::http::ClientResult;

constexpr std::size_t body_bytes_max = 256;
constexpr Duration patience = seconds(20);  // never used up

// RFC 9113: a client's preface (3.4), the head of a frame (4.1), and settings that say nothing.
constexpr std::size_t preface_bytes = 24;
constexpr std::size_t frame_head_bytes = 9;
constexpr char headers_frame = 1;
constexpr std::string_view greeting("\0\0\0\4\0\0\0\0\0", 9);

class Listener {
  public:
    Listener() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* any = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        check(::bind(socket_, any, size) == 0 && ::listen(socket_, 8) == 0 &&
                  ::getsockname(socket_, any, &size) == 0,
              "a listener on loopback");
        port_ = ntohs(address.sin_port);
    }
    ~Listener() { ::close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const { return port_; }
    // Of the next client; -1: none came in that time.
    int accept(int milliseconds_max) const {
        pollfd waits{socket_, POLLIN, 0};
        if (::poll(&waits, 1, milliseconds_max) != 1) return -1;
        return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    }

  private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::uint16_t port_ = 0;
};

// The server's end of a connection.
class Peer {
  public:
    explicit Peer(int socket) : socket_(socket) {
        check(socket_ >= 0, "the client has come");
        const int yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    ~Peer() { ::close(socket_); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    void say(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // The client has closed.
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    void await_requests(int count) {
        std::size_t at = preface_bytes;
        while (count > 0) {
            while (heard_.size() < at + frame_head_bytes) check(listen(), "requests come");
            const auto byte = [&](std::size_t i) {
                return static_cast<std::size_t>(static_cast<unsigned char>(heard_[at + i]));
            };
            if (heard_[at + 3] == headers_frame) --count;
            at += frame_head_bytes + (byte(0) << 16 | byte(1) << 8 | byte(2));
        }
    }

    // Until the client has closed.
    void end() {
        ::shutdown(socket_, SHUT_WR);
        while (listen()) {
        }
    }

  private:
    bool listen() {
        std::array<char, 4096> bytes;
        const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (count > 0) heard_.append(bytes.data(), static_cast<std::size_t>(count));
        return count > 0;
    }

    int socket_;
    std::string heard_;
};

using Results = std::array<ClientResult, 2>;

Results asked(std::string_view bytes, std::size_t piece) {
    static const Listener listener;
    static const auto loop = std::make_shared<platform::http::IoLoop>();
    std::array<std::promise<ClientResult>, 2> promises;
    std::array<std::future<ClientResult>, 2> results{promises[0].get_future(),
                                                     promises[1].get_future()};
    platform::http::HttpClient client(
        {.base_url = "http://127.0.0.1:" + std::to_string(listener.port()),
         .headers = {},
         .connections_max = 1,
         .answer_body_bytes_max = body_bytes_max,
         .connect_timeout = patience,
         .loop = loop});
    const auto ask = [&](std::size_t i, platform::http::ClientRequest request) {
        client.send(std::move(request), patience, [&promise = promises[i]](ClientResult result) {
            promise.set_value(std::move(result));
        });
    };
    ask(0, {.target = "/1", .headers = {}, .body = ""});
    ask(1, {.method = runtime::Method::post, .target = "/3", .headers = {}, .body = "three"});
    {
        Peer peer(listener.accept(-1));
        peer.say(greeting);
        peer.await_requests(2);
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            peer.say(bytes.substr(0, piece));
        }
        peer.end();
    }
    // What was not taken up is tried again, and finds nobody.
    const auto is_there = [](const std::future<ClientResult>& result) {
        return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    while (!std::ranges::all_of(results, is_there)) {
        const int again = listener.accept(1);
        if (again >= 0) ::close(again);
    }
    return {results[0].get(), results[1].get()};
}

void judge(const ClientResult& result) {
    if (!result) {
        return check(result.error().failure != platform::http::ClientFailure::timeout,
                     "who waits learns of the end");
    }
    check(result->status >= 200 && result->status <= 999, "an answer has a status");
    check(result->body.size() <= body_bytes_max, "a body stays within its limit");
    for (const runtime::Header& header : result->headers) {
        check(!header.name.starts_with(':'), "what is not a header is not given as one");
        check(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
              "a header's value stays on its line");
    }
}

bool same(const ClientResult& a, const ClientResult& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return a->status == b->status && a->body == b->body &&
           std::ranges::equal(a->headers, b->headers, [](const auto& x, const auto& y) {
               return x.name == y.name && x.value == y.value;
           });
}

void run(std::string_view input) {
    auto [piece, bytes] = piece_size(input);
    const Results whole = asked(bytes, std::max<std::size_t>(bytes.size(), 1));
    const Results pieces = asked(bytes, piece);
    std::ranges::for_each(whole, judge);
    check(std::ranges::equal(whole, pieces, same), "pieces make the same answers as the whole");
}

}  // namespace

const Target http2_answers{"http2_answers", run};

}  // namespace jangteo::fuzz

// Bytes on a connection to our server behind the preface of HTTP/2. The first byte says in how
// large pieces they arrive: that must make no difference to what is asked.

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "kernel/check.hpp"
#include "platform/http/io_thread.hpp"
#include "platform/sodium/random.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/read_requests.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using platform::http::IoThread;
using platform::http::ServerOptions;
using platform::http::ServerShared;

// RFC 9113, section 3.4: the preface, and settings that say nothing.
constexpr std::string_view beginning("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

ServerOptions limits() {
    ServerOptions options = small_limits();
    // Not reached: of what comes together more would be refused than of what comes in pieces.
    options.streams_max = 100'000;
    return options;
}

// A connection whose server takes a step when it is told to.
class Line {
  public:
    Line() {
        check(
            ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_.data()) == 0,
            "there are sockets");
        boost::asio::ip::tcp::socket socket(thread_.io());
        socket.assign(boost::asio::ip::tcp::v4(), ends_[0]);
        thread_.adopt(std::move(socket));
        thread_.io().poll();
    }
    ~Line() {
        ::close(ends_[1]);
        thread_.io().poll();
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void say(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written =
                ::send(ends_[1], bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
            thread_.io().poll();
            is_closed_ = is_closed_ || !listen() || (written < 0 && errno != EAGAIN);
            if (is_closed_) return;
        }
    }

    const std::vector<runtime::HttpRequest>& requests() const { return requests_; }
    bool is_closed() const { return is_closed_; }

  private:
    // Reads what the server says. False: it has closed.
    bool listen() {
        std::array<char, 4096> heard;
        ssize_t count = 0;
        while ((count = ::recv(ends_[1], heard.data(), heard.size(), MSG_DONTWAIT)) > 0) {
        }
        return count < 0 && errno == EAGAIN;
    }

    void answer(const runtime::ExchangePtr& exchange) {
        requests_.push_back(exchange->request());
        exchange->answer({.status = 200, .body = exchange->request().body, .headers = {}});
    }

    platform::sodium::SodiumRandom random_;
    std::vector<runtime::HttpRequest> requests_;
    ServerShared shared_{limits(), random_,
                         [this](const runtime::ExchangePtr& exchange) { answer(exchange); }};
    IoThread thread_{shared_};
    std::array<int, 2> ends_{};
    bool is_closed_ = false;
};

struct Asked {
    std::vector<runtime::HttpRequest> requests;
    bool is_closed = false;  // by the server
};

Asked asked(std::string_view bytes, std::size_t piece) {
    Line line;
    line.say(beginning);
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        line.say(bytes.substr(0, piece));
    }
    return {line.requests(), line.is_closed()};
}

void run(std::string_view input) {
    auto [piece, bytes] = piece_size(input);
    const Asked whole = asked(bytes, std::max<std::size_t>(bytes.size(), 1));
    const Asked pieces = asked(bytes, piece);
    std::ranges::for_each(whole.requests, judge);
    std::ranges::for_each(pieces.requests, judge);
    // A connection that ends takes what had come with the end.
    const std::size_t common = std::min(whole.requests.size(), pieces.requests.size());
    check(whole.requests.size() == pieces.requests.size() || whole.is_closed || pieces.is_closed,
          "pieces make as many requests as the whole");
    for (std::size_t i = 0; i < common; ++i) {
        check(same(whole.requests[i], pieces.requests[i]),
              "pieces make the same requests as the whole");
    }
}

}  // namespace

const Target http2_requests{"http2_requests", run};

}  // namespace jangteo::fuzz

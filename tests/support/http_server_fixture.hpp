#pragma once

// What the suites of the HTTP server share: a started server, requests held for later, readers of
// answers.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo::test {

namespace http = platform::http;

using http::EngineError;
using http::HttpServer;
using http::ServerOptions;
using runtime::ExchangePtr;

inline void echo(const ExchangePtr& exchange) {
    const runtime::HttpRequest& request = exchange->request();
    runtime::HttpAnswer answer;
    answer.body = std::string(runtime::text_of(request.method)) + " " + request.path + "?" +
                  request.query + " " + request.body;
    exchange->answer(std::move(answer));
}

struct Server {
    explicit Server(std::function<void(ExchangePtr)> on_request = echo, ServerOptions options = {})
        : http(std::move(options), random, std::move(on_request)) {
        http.start();
    }
    std::uint64_t refused(EngineError error) const {
        return http.counters().errors[static_cast<std::size_t>(error)].load();
    }
    platform::sodium::SodiumRandom random;
    HttpServer http;
};

// Requests that a test answers when and where it likes.
class Held {
  public:
    std::function<void(ExchangePtr)> hold() {
        return [this](ExchangePtr exchange) {
            const std::lock_guard lock(mutex_);
            held_.push_back(std::move(exchange));
            changed_.notify_all();
        };
    }
    ExchangePtr take(std::size_t index) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return held_.size() > index; });
        return std::exchange(held_[index], nullptr);
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ExchangePtr> held_;
};

inline runtime::HttpAnswer text(std::string body) {
    runtime::HttpAnswer answer;
    answer.body = std::move(body);
    return answer;
}

inline std::string body_of(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == answer.npos ? answer : answer.substr(end + 4);
}

// The value of a header, "" without it.
inline std::string header_of(const std::string& answer, std::string_view name) {
    const std::string line = "\r\n" + std::string(name) + ": ";
    const std::size_t at = answer.find(line);
    if (at == answer.npos) return "";
    const std::size_t begin = at + line.size();
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

inline constexpr std::string_view host = "Host: shop\r\n";

inline std::string get(std::string_view target, std::string_view headers = "") {
    return "GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(host) +
           std::string(headers) + "\r\n";
}

}  // namespace jangteo::test

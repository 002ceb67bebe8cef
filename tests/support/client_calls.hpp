#pragma once

// Calls of an HttpClient, and what became of them.

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/client.hpp"
#include "tests/support/http2_script.hpp"

namespace jangteo::test {

namespace http = platform::http;

inline http::ClientOptions at(std::uint16_t port, std::size_t connections = 4) {
    http::ClientOptions options;
    options.base_url = fmt::format("http://127.0.0.1:{}", port);
    options.connections_max = connections;
    return options;
}

inline http::ClientRequest get(std::string target) {
    return {runtime::Method::get, std::move(target), {}, ""};
}

inline void echo_path(Http2Peer& peer, const Http2Request& request) {
    peer.answer(request.stream, request.headers.at(":path"));
}

// The body, or how it failed.
inline std::string told(const http::ClientResult& result) {
    if (result) return result->body;
    switch (result.error().failure) {
        case http::ClientFailure::not_sent: return "not_sent";
        case http::ClientFailure::lost: return "lost";
        case http::ClientFailure::timeout: return "timeout";
    }
    return "";
}

// Calls that are handed over together: the loop sees none of them before all are there.
class Together {
  public:
    Together(http::ClientOptions options, std::size_t count, Duration timeout = seconds(20))
        : results_(count), ended_(count) {
        options.loop = loop_;
        client_.emplace(options);
        loop_->post([this, timeout] {
            for (std::size_t i = 0; i < results_.size(); ++i) {
                client_->send(get(fmt::format("/{}", i)), timeout,
                              [this, i](const http::ClientResult& result) {
                                  ++ended_[i];
                                  results_[i] = told(result);
                                  if (++done_ == results_.size()) all_.set_value();
                              });
            }
            sent_.set_value();
        });
    }

    std::vector<std::string>& wait() {
        all_.get_future().wait();
        return results_;
    }
    std::vector<std::string>& end() {
        sent_.get_future().wait();
        client_.reset();
        return results_;
    }
    http::HttpClient& client() { return *client_; }
    bool each_ended_once() const {
        return std::ranges::all_of(ended_, [](int times) { return times == 1; });
    }

  private:
    std::shared_ptr<http::IoLoop> loop_ = std::make_shared<http::IoLoop>();
    std::optional<http::HttpClient> client_;
    std::vector<std::string> results_;
    std::vector<int> ended_;
    std::size_t done_ = 0;
    std::promise<void> all_;
    std::promise<void> sent_;
};

inline std::vector<std::string> paths(std::size_t count) {
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < count; ++i) paths.push_back(fmt::format("/{}", i));
    return paths;
}

}  // namespace jangteo::test

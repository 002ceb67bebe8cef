#include "sandbox/desk/callback_sender.hpp"

#include <utility>

#include "platform/http/url.hpp"

namespace jangteo::sandbox {

namespace {

constexpr std::size_t connections_max = 16;
constexpr std::size_t queue_max = 100'000;

}  // namespace

CallbackSender::CallbackSender(Duration patience, Post post)
    : patience_(patience),
      post_(std::move(post)),
      loop_(std::make_shared<platform::http::IoLoop>()) {}

CallbackSender::~CallbackSender() { stop(); }

void CallbackSender::stop() {
    is_stopping_ = true;
    clients_.clear();
}

platform::http::HttpClient& CallbackSender::client_for(const std::string& base_url) {
    auto& client = clients_[base_url];
    if (!client) {
        platform::http::ClientOptions options;
        options.base_url = base_url;
        options.connections_max = connections_max;
        options.queue_max = queue_max;
        options.loop = loop_;
        client = std::make_unique<platform::http::HttpClient>(std::move(options));
    }
    return *client;
}

void CallbackSender::send(const std::string& url, std::vector<runtime::Header> headers,
                          std::string body, std::function<void(bool)> on_result) {
    const auto parts = platform::http::parse_http_url(url);
    if (!parts) return on_result(false);
    headers.push_back({"content-type", "application/json;charset=UTF-8"});
    client_for(parts->origin())
        .send({runtime::Method::post, parts->target, std::move(headers), std::move(body)},
              patience_,
              [this, on_result = std::move(on_result)](platform::http::ClientResult result) {
                  if (is_stopping_) return;
                  const bool is_accepted = result && result->status >= 200 && result->status < 300;
                  post_([on_result, is_accepted] { on_result(is_accepted); });
              });
}

}  // namespace jangteo::sandbox

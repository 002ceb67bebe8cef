#pragma once

// CallbackSender: the Deliver port of Callbacks over HTTP. Its sockets are on a loop of its own;
// results are handed to the provider's thread.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kernel/timestamp.hpp"
#include "platform/http/client.hpp"

namespace jangteo::sandbox {

class CallbackSender {
  public:
    using Post = std::function<void(std::function<void()>)>;

    // `post` runs something on the provider's thread. An answer that takes longer than `patience`
    // is none.
    CallbackSender(Duration patience, Post post);
    ~CallbackSender();

    void send(const std::string& url, std::vector<runtime::Header> headers, std::string body,
              std::function<void(bool)> on_result);
    // Ends what is under way without a result, so that it counts as not tried; nothing is posted
    // afterwards.
    void stop();

  private:
    platform::http::HttpClient& client_for(const std::string& base_url);

    Duration patience_;
    Post post_;
    std::atomic<bool> is_stopping_{false};
    std::shared_ptr<platform::http::IoLoop> loop_;
    std::map<std::string, std::unique_ptr<platform::http::HttpClient>> clients_;
};

}  // namespace jangteo::sandbox

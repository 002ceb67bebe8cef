#pragma once

// Api: calls to one HTTP server on behalf of a replay, awaited. Every call of a replay may be sent
// again (it has an idempotency key, or finds what is there), so what was lost, refused for now or
// cut off by a restart is tried again until the patience is over. Loop's thread only.

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "boot/replay/task.hpp"
#include "contracts/codec/json.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {

// Thrown out of every call once the replay was told to stop.
struct Stopped {};

struct ApiOptions {
    std::string url;
    std::string name;  // for messages: "the shop"
    std::size_t connections = 64;
    Duration patience = seconds(30);
    bool services_hear_later = false;  // of each other: they may be processes of their own
};

struct ApiRequest {
    runtime::Method method = runtime::Method::get;
    std::string target;
    std::string token;
    std::string key;     // Idempotency-Key
    std::string body;    // JSON
    bool waits = false;  // until the process rests (Prefer: wait)
};

struct Problem {
    int status = 0;
    std::string code;
    std::string title;
};

class ReplayApi {
  public:
    ReplayApi(ApiOptions options, std::shared_ptr<platform::http::IoLoop> loop,
              const std::atomic<bool>& is_stopping);

    // Any answer that is final: 2xx, or a refusal of what was asked.
    Task<platform::http::ClientAnswer> call(ApiRequest request);
    // 2xx only; a refusal is a Fault{permanent} with its words.
    Task<platform::http::ClientAnswer> expect(ApiRequest request);

    Task<void> pause(Duration delay);
    const std::string& url() const { return options_.url; }

  private:
    ApiOptions options_;
    std::shared_ptr<platform::http::IoLoop> loop_;
    const std::atomic<bool>& is_stopping_;
    platform::http::HttpClient http_;
};

bool is_success(const platform::http::ClientAnswer& answer);
Problem problem_of(const platform::http::ClientAnswer& answer);
// Says what was asked and how it was answered.
Fault refused(const ApiRequest& request, const platform::http::ClientAnswer& answer);

// The described body of an answer.
template <class T>
T body_of(const platform::http::ClientAnswer& answer) {
    auto body = codec::decode_json<T>(answer.body);
    if (!body) {
        throw Fault(FaultKind::permanent, "an answer is not what it should be, at '" +
                                              body.error().front().pointer + "': " + answer.body);
    }
    return std::move(*body);
}

}  // namespace jangteo::boot

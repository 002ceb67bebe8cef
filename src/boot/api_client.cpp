#include "boot/api_client.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

#include "kernel/fault.hpp"
#include "platform/sodium/random.hpp"

namespace jangteo::boot {
namespace {

std::string random_run() {
    platform::sodium::SodiumRandom random;
    Uuid uuid;
    random.fill(uuid);
    return base32_of(uuid).substr(10);
}

}  // namespace

std::string text_at(const boost::json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(name) : nullptr;
    if (!found || !found->is_string()) {
        throw Fault(FaultKind::permanent, fmt::format("an answer has no text \"{}\"", name));
    }
    return std::string(found->as_string());
}

std::int64_t integer_at(const boost::json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(name) : nullptr;
    if (!found || !found->is_int64()) {
        throw Fault(FaultKind::permanent, fmt::format("an answer has no number \"{}\"", name));
    }
    return found->as_int64();
}

ApiClient::ApiClient(std::string base_url, Duration patience)
    : base_url_(std::move(base_url)),
      patience_(patience),
      run_(random_run()),
      http_({.base_url = base_url_, .connections_max = 4}) {}

ApiAnswer ApiClient::call(const ApiCall& call) {
    constexpr Duration pause = milliseconds(50);
    for (Duration waited{};; waited = waited + pause) {
        try {
            return call_once(call);
        } catch (const Fault&) {
            if (waited >= patience_) throw;
        }
        std::this_thread::sleep_for(std::chrono::microseconds(pause.us));
    }
}

ApiAnswer ApiClient::call_once(const ApiCall& call) {
    platform::http::ClientRequest request{
        call.method, call.target, {{"accept-language", "en"}}, ""};
    if (!call.token.empty()) request.headers.push_back({"authorization", "Bearer " + call.token});
    if (!call.body.is_null()) {
        request.headers.push_back({"content-type", "application/json"});
        request.body = boost::json::serialize(call.body);
    }
    if (call.method == runtime::Method::post || call.method == runtime::Method::patch) {
        std::string key = call.key.empty() ? fmt::format("{}-{}", run_, ++next_key_) : call.key;
        request.headers.push_back({"idempotency-key", key});
    }
    if (call.wait_seconds > 0)
        request.headers.push_back({"prefer", fmt::format("wait={}", call.wait_seconds)});
    auto result = http_.call(request);
    if (!result) {
        throw Fault(FaultKind::retry_later,
                    fmt::format("{} {}: {}", base_url_, call.target, result.error().words));
    }
    ApiAnswer answer{result->status, nullptr};
    boost::system::error_code error;
    if (!result->body.empty()) answer.body = boost::json::parse(result->body, error);
    bool expected = result->status / 100 == 2 ||
                    std::find(call.accepted.begin(), call.accepted.end(), result->status) !=
                        call.accepted.end();
    if (!expected) {
        throw Fault(FaultKind::permanent,
                    fmt::format("{} {} answered {}: {}", runtime::text_of(call.method), call.target,
                                result->status, result->body));
    }
    return answer;
}

boost::json::value ApiClient::get(std::string_view target, const std::string& token) {
    return call({.target = std::string(target), .token = token}).body;
}

boost::json::value ApiClient::post(std::string_view target, boost::json::value body,
                                   const std::string& token) {
    return call({.method = runtime::Method::post,
                 .target = std::string(target),
                 .token = token,
                 .body = std::move(body)})
        .body;
}

std::string ApiClient::log_in(const std::string& email, const std::string& password) {
    return text_at(post("/v1/sessions", {{"email", email}, {"password", password}}),
                   "access_token");
}

void ApiClient::wait_until_ready(Duration patience) {
    for (Duration waited{};; waited = waited + milliseconds(20)) {
        auto result = http_.call({.target = "/livez"}, seconds(2));
        if (result) return;
        if (waited >= patience) throw Fault(FaultKind::retry_later, base_url_ + " does not answer");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace jangteo::boot

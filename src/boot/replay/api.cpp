#include "boot/replay/api.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace jangteo::boot {
namespace {

using platform::http::ClientAnswer;
using platform::http::ClientRequest;
using platform::http::ClientResult;

// Longer than the shop lets an answer wait for a process to rest.
constexpr Duration call_timeout = seconds(40);
constexpr Duration pause_first = milliseconds(50);
constexpr Duration pause_max = seconds(1);
constexpr int wait_seconds = 30;

Duration now() {
    auto ticks = std::chrono::steady_clock::now().time_since_epoch();
    return Duration{std::chrono::duration_cast<std::chrono::microseconds>(ticks).count()};
}

bool is_for_now(const ClientResult& result) {
    if (!result) return true;
    if (result->status == 429 || result->status == 502 || result->status == 503) return true;
    return result->status == 409 && problem_of(*result).code == "idempotency_key_running";
}

// A service that has not heard yet of what another one did, where each is a process of its own.
bool is_not_heard_of(const ApiRequest& request, const ClientResult& result) {
    constexpr std::array<std::string_view, 6> codes = {
        "enterprise_not_verified", "not_for_sale",   "stock_movements_refused",
        "seller_not_found",        "stock_not_held", "unknown_sku"};
    if (!result || request.method == runtime::Method::get || result->status < 400) return false;
    return result->status == 404 ||
           std::ranges::find(codes, problem_of(*result).code) != codes.end();
}

Duration retry_after(const ClientResult& result, Duration otherwise) {
    std::int64_t wanted = 0;
    std::string_view text = result ? result->header("retry-after") : std::string_view();
    std::from_chars(text.data(), text.data() + text.size(), wanted);
    return wanted > 0 ? std::min(seconds(wanted), pause_max) : otherwise;
}

ClientRequest http_request(const ApiRequest& request) {
    ClientRequest http;
    http.method = request.method;
    http.target = request.target;
    http.body = request.body;
    http.headers.push_back({"accept-language", "en"});
    if (!request.token.empty()) {
        http.headers.push_back({"authorization", "Bearer " + request.token});
    }
    if (!request.body.empty()) http.headers.push_back({"content-type", "application/json"});
    if (!request.key.empty()) http.headers.push_back({"idempotency-key", request.key});
    if (request.waits) http.headers.push_back({"prefer", fmt::format("wait={}", wait_seconds)});
    return http;
}

std::string text_of(const boost::json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

}  // namespace

ReplayApi::ReplayApi(ApiOptions options, std::shared_ptr<platform::http::IoLoop> loop,
                     const std::atomic<bool>& is_stopping)
    : options_(std::move(options)),
      loop_(loop),
      is_stopping_(is_stopping),
      http_({.base_url = options_.url,
             .connections_max = options_.connections,
             .queue_max = 100'000,
             .loop = std::move(loop)}) {}

Task<ClientAnswer> ReplayApi::call(ApiRequest request) {
    ClientRequest http = http_request(request);
    const std::string key = request.key;
    int asked_again = 0;
    Duration begun = now();
    Duration pause_next = pause_first;
    while (true) {
        if (is_stopping_) throw Stopped{};
        Sending sending(http_, http, call_timeout);
        ClientResult result = co_await sending;
        const bool is_over = now() > begun + options_.patience;
        if (options_.services_hear_later && !is_over && is_not_heard_of(request, result)) {
            // Its answer is kept under the key.
            if (!key.empty()) request.key = fmt::format("{}-again-{}", key, ++asked_again);
            http = http_request(request);
        } else if (!is_for_now(result)) {
            co_return std::move(*result);
        }
        if (is_over) {
            throw Fault(FaultKind::retry_later,
                        result ? fmt::format("{} at {} is busy: {}", options_.name, options_.url,
                                             problem_of(*result).title)
                               : fmt::format("{} at {} does not answer: {}", options_.name,
                                             options_.url, result.error().words));
        }
        Pause pausing(*loop_, retry_after(result, pause_next));
        co_await pausing;
        pause_next = std::min(pause_next + pause_next, pause_max);
    }
}

Task<ClientAnswer> ReplayApi::expect(ApiRequest request) {
    ApiRequest asked = request;
    asked.body.clear();
    Task<ClientAnswer> calling = call(std::move(request));
    ClientAnswer answer = co_await calling;
    if (!is_success(answer)) throw refused(asked, answer);
    co_return std::move(answer);
}

Task<void> ReplayApi::pause(Duration delay) {
    if (is_stopping_) throw Stopped{};
    Pause pausing(*loop_, delay);
    co_await pausing;
}

bool is_success(const ClientAnswer& answer) { return answer.status / 100 == 2; }

Problem problem_of(const ClientAnswer& answer) {
    Problem problem{answer.status, fmt::format("status_{}", answer.status),
                    answer.body.substr(0, 200)};
    boost::system::error_code error;
    auto body = boost::json::parse(answer.body, error);
    if (error || !body.is_object()) return problem;
    const auto& object = body.as_object();
    if (auto code = text_of(object, "code"); !code.empty()) problem.code = code;
    if (auto title = text_of(object, "title"); !title.empty()) problem.title = title;
    const auto* errors = object.if_contains("errors");
    if (errors && errors->is_array() && !errors->as_array().empty()) {
        problem.title += " " + boost::json::serialize(errors->as_array().front());
    }
    return problem;
}

Fault refused(const ApiRequest& request, const ClientAnswer& answer) {
    Problem problem = problem_of(answer);
    return Fault(FaultKind::permanent,
                 fmt::format("{} {} answered {} {}: {}", runtime::text_of(request.method),
                             request.target, problem.status, problem.code, problem.title));
}

}  // namespace jangteo::boot

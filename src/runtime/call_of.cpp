#include "runtime/call_of.hpp"

#include <algorithm>

#include "runtime/trace.hpp"

namespace jangteo::runtime {
namespace {

constexpr std::size_t request_id_max = 128;

// Korean unless English comes first: `Accept-Language: en-US,en;q=0.9`.
Language language_of(std::string_view accept) {
    auto en = accept.find("en");
    auto ko = accept.find("ko");
    return en != std::string_view::npos && (ko == std::string_view::npos || en < ko) ? Language::en
                                                                                     : Language::ko;
}

}  // namespace

Call call_of(const HttpRequest& request, Random& random) {
    Call call;
    call.language = language_of(request.header("accept-language"));
    call.trace = child_traceparent(request.header("traceparent"), random);
    auto request_id = request.header("x-request-id");
    if (request_id.size() <= request_id_max && is_visible_ascii(request_id))
        call.request_id = request_id;
    return call;
}

void add_trace(HttpAnswer& answer, const Call& call) {
    if (!call.request_id.empty()) answer.headers.push_back({"x-request-id", call.request_id});
    answer.headers.push_back({"traceparent", call.trace});
}

bool is_visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

}  // namespace jangteo::runtime

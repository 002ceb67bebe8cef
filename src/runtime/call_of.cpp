#include "runtime/call_of.hpp"

#include <algorithm>

#include "runtime/trace.hpp"

namespace jangteo::runtime {
namespace {

constexpr std::size_t request_id_max = 128;
constexpr std::size_t address_max = 45;  // of IPv6 in its longest form

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

std::string_view client_address(const HttpRequest& request,
                                const std::vector<std::string>& trusted_proxies) {
    auto is_trusted = [&](std::string_view address) {
        return std::ranges::find(trusted_proxies, address) != trusted_proxies.end();
    };
    if (!is_trusted(request.peer)) return request.peer;
    // Each proxy adds whom it heard, behind what it was told.
    for (auto header = request.headers.rbegin(); header != request.headers.rend(); ++header) {
        if (header->name != "x-forwarded-for") continue;
        std::string_view list = header->value;
        while (!list.empty()) {
            const std::size_t comma = list.rfind(',');
            std::string_view address = list.substr(comma == list.npos ? 0 : comma + 1);
            list = list.substr(0, comma == list.npos ? 0 : comma);
            address.remove_prefix(std::min(address.find_first_not_of(' '), address.size()));
            if (address.empty() || address.size() > address_max || !is_visible_ascii(address))
                return request.peer;
            if (!is_trusted(address)) return address;
        }
    }
    return request.peer;
}

HttpAnswer refusal(const HttpRequest& request, Random& random, int status, std::string_view code,
                   Words title) {
    const Call call = call_of(request, random);
    HttpAnswer answer = problem(call, status, code, title);
    if (status == 503) answer.headers.push_back({"retry-after", "1"});
    add_trace(answer, call);
    return answer;
}

void add_trace(HttpAnswer& answer, const Call& call) {
    if (!call.request_id.empty()) answer.headers.push_back({"x-request-id", call.request_id});
    answer.headers.push_back({"traceparent", call.trace});
}

bool is_visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

}  // namespace jangteo::runtime

#include "boot/forward.hpp"

#include <algorithm>
#include <array>

#include "runtime/call_of.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientAnswer;
using platform::http::ClientRequest;
using runtime::HttpAnswer;

// Of one connection, not of the message (RFC 9110, section 7.6.1), and what each engine writes
// itself.
constexpr std::array<std::string_view, 10> of_the_connection = {
    "connection", "keep-alive", "te",   "trailer",        "transfer-encoding",
    "upgrade",    "expect",     "host", "content-length", "date"};

bool is_forwarded(const runtime::Header& header) {
    return std::ranges::find(of_the_connection, header.name) == of_the_connection.end();
}

// An answer's type is a literal: those that a service gives.
std::string_view known_type(std::string_view type) {
    static constexpr std::array<std::string_view, 7> types = {
        "application/json",        "application/problem+json",       "text/html; charset=utf-8",
        "text/css; charset=utf-8", "text/javascript; charset=utf-8", "text/plain; charset=utf-8",
        "text/event-stream"};
    auto known = std::ranges::find(types, type);
    return known == types.end() ? "application/octet-stream" : *known;
}

}  // namespace

ClientRequest forwarded(const runtime::HttpRequest& request) {
    ClientRequest sent{request.method, request.path, {}, request.body};
    if (!request.query.empty()) sent.target += "?" + request.query;
    std::ranges::copy_if(request.headers, std::back_inserter(sent.headers), is_forwarded);
    sent.headers.push_back({"x-forwarded-for", request.peer});
    return sent;
}

HttpAnswer forwarded(ClientAnswer answer) {
    HttpAnswer given;
    given.status = answer.status;
    given.content_type = known_type(answer.header("content-type"));
    given.body = std::move(answer.body);
    for (runtime::Header& header : answer.headers) {
        if (is_forwarded(header) && header.name != "content-type") {
            given.headers.push_back(std::move(header));
        }
    }
    return given;
}

HttpAnswer not_forwarded(const runtime::HttpRequest& request, runtime::Random& random,
                         platform::http::ClientFailure failure) {
    if (failure == platform::http::ClientFailure::not_sent) {
        return runtime::refusal(request, random, 503, "service_unavailable",
                                {"서비스에 연결할 수 없습니다. 아무것도 바뀌지 않았습니다.",
                                 "The service cannot be reached. Nothing was changed."});
    }
    return runtime::refusal(
        request, random, 502, "answer_lost",
        {"서비스의 응답이 오지 않았습니다. 같은 Idempotency-Key로 다시 보내세요.",
         "The service's answer did not arrive. Send it again with the same Idempotency-Key."});
}

}  // namespace jangteo::boot

#include "platform/http/refusal.hpp"

#include <array>

#include "runtime/call_of.hpp"

namespace jangteo::platform::http {

namespace {

struct Refusal {
    EngineError error;
    int status;
    std::string_view code;
    Words title;
};

constexpr std::array<Refusal, engine_errors> refusals{{
    {EngineError::malformed_request,
     400,
     "malformed_request",
     {"올바른 HTTP 요청이 아닙니다.", "The request is not valid HTTP."}},
    {EngineError::ambiguous_framing,
     400,
     "ambiguous_framing",
     {"요청 본문의 길이가 분명하지 않습니다.", "The length of the request body is ambiguous."}},
    {EngineError::request_timeout,
     408,
     "request_timeout",
     {"요청이 너무 늦게 도착했습니다.", "The request took too long to arrive."}},
    {EngineError::body_too_large,
     413,
     "body_too_large",
     {"요청 본문이 너무 큽니다.", "The request body is too large."}},
    {EngineError::expectation_failed,
     417,
     "expectation_failed",
     {"Expect 헤더에는 100-continue만 쓸 수 있습니다.",
      "The only expectation that can be met is 100-continue."}},
    {EngineError::header_too_large,
     431,
     "header_too_large",
     {"요청 헤더가 너무 크거나 너무 많습니다.",
      "The request header is too large or has too many fields."}},
    {EngineError::version_not_supported,
     505,
     "http_version_not_supported",
     {"HTTP/1.1과 HTTP/1.0만 쓸 수 있습니다.", "Only HTTP/1.1 and HTTP/1.0 are spoken here."}},
    {EngineError::too_many_connections,
     503,
     "too_many_connections",
     {"연결이 너무 많습니다. 잠시 뒤에 다시 시도하세요.",
      "The server has too many connections open. Try again shortly."}},
}};

const Refusal& refusal_of(EngineError error) { return refusals[static_cast<std::size_t>(error)]; }

}  // namespace

std::string_view text_of(EngineError error) { return refusal_of(error).code; }

runtime::HttpAnswer refusal(EngineError error, const runtime::HttpRequest& read,
                            runtime::Random& random) {
    const Refusal& row = refusal_of(error);
    return runtime::refusal(read, random, row.status, row.code, row.title);
}

}  // namespace jangteo::platform::http

#include "platform/http/http2_request.hpp"

#include <algorithm>
#include <boost/beast/http/verb.hpp>
#include <charconv>
#include <limits>

#include "platform/http/request_rules.hpp"

namespace jangteo::platform::http {

namespace {

// What a field counts beside its name and value (RFC 9113, section 6.5.2).
constexpr std::size_t field_overhead_bytes = 32;

// nghttp2 lets only digits pass; more of them than a number holds are too many bytes anyway.
std::size_t length_of(std::string_view digits) {
    std::size_t length = std::numeric_limits<std::size_t>::max();
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    return length;
}

}  // namespace

void Http2Request::take_field(std::string_view name, std::string_view value,
                              const ServerOptions& limits) {
    if (error_) return;
    header_bytes_ += name.size() + value.size() + field_overhead_bytes;
    if (++fields_ > limits.headers_max || header_bytes_ > limits.header_bytes_max) {
        return refuse(EngineError::header_too_large);
    }
    if (name.starts_with(':')) return take_pseudo(name, value);
    if (name == "cookie") return keep_cookie(value);
    if (name == "host") return keep_host(value);
    if (name == "expect") {
        wants_continue_ = is_continue(value);
        if (!wants_continue_) refuse(EngineError::expectation_failed);
        return;
    }
    if (name == "content-length") content_length_ = length_of(value);
    keep(name, value);
}

void Http2Request::take_pseudo(std::string_view name, std::string_view value) {
    if (name == ":method") {
        const auto verb = boost::beast::http::string_to_verb({value.data(), value.size()});
        is_head_ = verb == boost::beast::http::verb::head;
        request.method = method_of(verb);
        request.headers.reserve(8);
    } else if (name == ":path") {
        has_target_ = set_target(request, value);
    } else if (name == ":authority") {
        keep_host(value);
    }
}

// Two that differ would be read in different ways along the road.
void Http2Request::keep_host(std::string_view value) {
    const auto same = [](const runtime::Header& header) { return header.name == "host"; };
    const auto known = std::ranges::find_if(request.headers, same);
    if (known == request.headers.end()) return keep("host", value);
    if (known->value != value) refuse(EngineError::malformed_request);
}

// A client may send each cookie as a field of its own (RFC 9113, section 8.2.3).
void Http2Request::keep_cookie(std::string_view value) {
    for (runtime::Header& header : request.headers) {
        if (header.name != "cookie") continue;
        header.value.append("; ").append(value);
        return;
    }
    keep("cookie", value);
}

void Http2Request::keep(std::string_view name, std::string_view value) {
    runtime::Header& header = request.headers.emplace_back();
    header.name.assign(name);
    header.value.assign(value);
}

void Http2Request::end_header(const ServerOptions& limits) {
    if (!has_target_) refuse(EngineError::malformed_request);
    if (content_length_ > limits.body_bytes_max) refuse(EngineError::body_too_large);
    if (!error_) request.body.reserve(std::min(content_length_, body_reserve_max));
}

void Http2Request::take_body(std::string_view bytes, const ServerOptions& limits) {
    if (bytes.size() > limits.body_bytes_max - request.body.size()) {
        return refuse(EngineError::body_too_large);
    }
    request.body.append(bytes);
}

}  // namespace jangteo::platform::http

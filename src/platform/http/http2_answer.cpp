#include "platform/http/http2_answer.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include "platform/http/answer_bytes.hpp"

namespace jangteo::platform::http {

namespace {

std::string_view digits_of(std::size_t number, std::span<char> into) {
    const auto end = std::to_chars(into.data(), into.data() + into.size(), number).ptr;
    return {into.data(), end};
}

// Speaks of the connection, which is not the answer's to decide (RFC 9113, section 8.2.2).
bool is_of_connection(std::string_view name) {
    return name == "keep-alive" || name == "proxy-connection" || name == "upgrade";
}

}  // namespace

const std::vector<nghttp2_nv>& Http2AnswerFields::of(const runtime::HttpAnswer& answer,
                                                     bool is_stream, std::string_view date) {
    const bool has_body = !has_no_body(answer.status);
    const auto status = static_cast<std::size_t>(std::clamp(answer.status, 200, 999));
    fields_.clear();
    fields_.push_back(http2_field(":status", digits_of(status, status_)));
    if (has_body && !answer.content_type.empty()) {
        fields_.push_back(http2_field("content-type", answer.content_type));
    }
    if (has_body && !is_stream) {
        fields_.push_back(http2_field("content-length", digits_of(answer.body.size(), length_)));
    }
    fields_.push_back(http2_field("x-content-type-options", "nosniff"));
    fields_.push_back(http2_field("date", date));
    for (const runtime::Header& header : answer.headers) {
        if (!is_safe(header) || is_of_connection(header.name)) continue;
        fields_.push_back(http2_field(header.name, header.value));
    }
    return fields_;
}

}  // namespace jangteo::platform::http

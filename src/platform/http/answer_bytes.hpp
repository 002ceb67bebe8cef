#pragma once

// The bytes of answers. Pure functions; each appends to a buffer that may already hold the answers
// before it.

#include <string>
#include <string_view>

#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

// How the request and the connection shape the answer.
struct AnswerFraming {
    bool without_body = false;  // the answer to HEAD
    bool keeps_alive = true;
    bool is_http_1_0 = false;
    bool is_stream = false;  // no length: chunked, or up to the close for HTTP/1.0
};

// `date` is an IMF-fixdate. Headers that would break the framing (line ends inside, framing fields)
// are left out.
void append_answer(std::string& out, const runtime::HttpAnswer& answer, AnswerFraming framing,
                   std::string_view date);

// For every version of HTTP: whether a header of an answer may leave, and whether an answer has a
// body at all.
bool is_safe(const runtime::Header& header);
bool has_no_body(int status);

void append_chunk(std::string& out, std::string_view bytes);
void append_last_chunk(std::string& out);

}  // namespace jangteo::platform::http

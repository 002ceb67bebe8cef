#include "platform/http/answer_bytes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace jangteo::platform::http {

namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

void append_number(std::string& out, std::size_t number, int base = 10) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number, base).ptr;
    out.append(digits.begin(), end);
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(std::clamp(status, 100, 999)));
    out.append(" ").append(reason_of(status)).append("\r\n");
}

void append_framing(std::string& out, const runtime::HttpAnswer& answer, AnswerFraming framing) {
    if (framing.is_stream) {
        if (!framing.is_http_1_0) out.append("transfer-encoding: chunked\r\n");
    } else if (!has_no_body(answer.status)) {
        out.append("content-length: ");
        append_number(out, answer.body.size());
        out.append("\r\n");
    }
    if (!framing.keeps_alive) {
        out.append("connection: close\r\n");
    } else if (framing.is_http_1_0) {
        out.append("connection: keep-alive\r\n");
    }
}

}  // namespace

bool is_safe(const runtime::Header& header) {
    const auto breaks = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return std::ranges::none_of(header.name, breaks) &&
           std::ranges::none_of(header.value, breaks) && header.name != "content-length" &&
           header.name != "transfer-encoding" && header.name != "connection";
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

void append_answer(std::string& out, const runtime::HttpAnswer& answer, AnswerFraming framing,
                   std::string_view date) {
    append_status_line(out, answer.status);
    if (!answer.content_type.empty() && !has_no_body(answer.status)) {
        out.append("content-type: ").append(answer.content_type).append("\r\n");
    }
    append_framing(out, answer, framing);
    out.append("x-content-type-options: nosniff\r\ndate: ").append(date).append("\r\n");
    for (const runtime::Header& header : answer.headers) {
        if (!is_safe(header)) continue;
        out.append(header.name).append(": ").append(header.value).append("\r\n");
    }
    out.append("\r\n");
    if (!framing.without_body && !framing.is_stream && !has_no_body(answer.status)) {
        out.append(answer.body);
    }
}

void append_chunk(std::string& out, std::string_view bytes) {
    if (bytes.empty()) return;  // A chunk of no bytes would end the stream.
    append_number(out, bytes.size(), 16);
    out.append("\r\n").append(bytes).append("\r\n");
}

void append_last_chunk(std::string& out) { out.append("0\r\n\r\n"); }

}  // namespace jangteo::platform::http

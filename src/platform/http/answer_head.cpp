#include "platform/http/answer_head.hpp"

#include <algorithm>
#include <charconv>

namespace jangteo::platform::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
    return text.size() >= lower_case.size() &&
           std::ranges::equal(text.substr(0, lower_case.size()), lower_case, {}, lower);
}

std::string_view value_of(std::string_view line) {
    line.remove_prefix(line.find(':') + 1);
    while (line.starts_with(' ')) line.remove_prefix(1);
    return line;
}

bool read_status(std::string_view bytes, AnswerHead& head) {
    if (!bytes.starts_with("HTTP/1.") || bytes.size() < 12) return false;
    return std::from_chars(bytes.data() + 9, bytes.data() + 12, head.status).ec == std::errc{};
}

// False when the end of the answer cannot be known from it.
bool read_line(std::string_view line, AnswerHead& head, bool& has_length) {
    if (line.empty()) return true;
    // The first letter decides nearly always.
    const char first = lower(line.front());
    if (first == 't') return !starts_with_ignoring_case(line, "transfer-encoding:");
    if (first != 'c') return true;
    if (starts_with_ignoring_case(line, "content-length:")) {
        const std::string_view value = value_of(line);
        has_length = true;
        return std::from_chars(value.begin(), value.end(), head.body_bytes).ec == std::errc{};
    }
    if (starts_with_ignoring_case(line, "connection:")) {
        head.keeps_alive = !starts_with_ignoring_case(value_of(line), "close");
    }
    return true;
}

}  // namespace

HeadReading read_answer_head(std::string_view bytes, AnswerHead& head) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == bytes.npos) return HeadReading::incomplete;
    head = {};
    head.head_bytes = end + 4;
    if (!read_status(bytes, head)) return HeadReading::unreadable;
    bool has_length = head.status == 204 || head.status == 304;
    std::string_view lines = bytes.substr(0, end + 2);
    while (!lines.empty()) {
        const std::size_t line_end = lines.find("\r\n");
        if (!read_line(lines.substr(0, line_end), head, has_length)) return HeadReading::unreadable;
        lines.remove_prefix(line_end + 2);
    }
    return has_length ? HeadReading::complete : HeadReading::unreadable;
}

}  // namespace jangteo::platform::http

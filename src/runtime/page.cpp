#include "runtime/page.hpp"

#include <charconv>

#include "runtime/percent.hpp"

namespace jangteo::runtime {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t cursor_bytes_max = 512;

std::optional<std::string> bytes_of_hex(std::string_view text) {
    if (text.empty() || text.size() % 2 != 0 || text.size() > 2 * cursor_bytes_max)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        auto high = hex_digits.find(text[i]);
        auto low = hex_digits.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        bytes += static_cast<char>(high << 4 | low);
    }
    return bytes;
}

}  // namespace

HttpAnswer invalid_parameter(const Call& call, std::string_view name, Words title) {
    return problem(call, 400, "invalid_parameter", title, name);
}

std::expected<PageRequest, HttpAnswer> page_request(const Call& call) {
    PageRequest request;
    if (auto text = call.query_text("limit")) {
        auto [end, error] =
            std::from_chars(text->data(), text->data() + text->size(), request.limit);
        if (error != std::errc{} || end != text->data() + text->size() || request.limit < 1 ||
            request.limit > page_limit_max) {
            return std::unexpected(invalid_parameter(
                call, "limit",
                {"limit은 1에서 100까지의 수입니다.", "limit is a number from 1 to 100."}));
        }
    }
    if (auto text = call.query_text("cursor")) {
        auto bytes = bytes_of_hex(*text);
        if (!bytes) {
            return std::unexpected(invalid_parameter(call, "cursor",
                                                     {"cursor는 앞 답의 next_cursor여야 합니다.",
                                                      "cursor must be an earlier next_cursor."}));
        }
        request.after = std::move(*bytes);
    }
    return request;
}

std::string cursor_of(std::string_view key_bytes) {
    std::string text;
    for (unsigned char byte : key_bytes) {
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15];
    }
    return text;
}

std::string link_header(const Call& call, std::string_view cursor) {
    std::string target = "?cursor=" + std::string(cursor);
    for (const auto& [name, value] : call.query) {
        if (name != "cursor") target += "&" + percent_encode(name) + "=" + percent_encode(value);
    }
    return "<" + target + ">; rel=\"next\"";
}

}  // namespace jangteo::runtime

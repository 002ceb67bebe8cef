#include "runtime/trace.hpp"

#include <algorithm>
#include <array>

namespace jangteo::runtime {
namespace {

bool is_lower_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

bool valid_traceparent(std::string_view text) {
    if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
    std::string_view version = text.substr(0, 2);
    if (!is_lower_hex(version) || version == "ff") return false;
    if (version == "00" ? text.size() != 55 : (text.size() > 55 && text[55] != '-')) return false;
    std::string_view trace = text.substr(3, 32);
    std::string_view span = text.substr(36, 16);
    return is_lower_hex(trace) && is_lower_hex(span) && is_lower_hex(text.substr(53, 2)) &&
           !all_zero(trace) && !all_zero(span);
}

std::string child_traceparent(std::string_view parent, Random& random) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<std::uint8_t, 24> bytes;
    random.fill(bytes);
    bytes[0] |= 1;  // never all zero
    bytes[16] |= 1;
    std::string text(55, '-');
    text[0] = text[1] = '0';
    auto write = [&](std::size_t at, std::size_t from, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            text[at + 2 * i] = digits[bytes[from + i] >> 4];
            text[at + 2 * i + 1] = digits[bytes[from + i] & 15];
        }
    };
    write(3, 0, 16);
    write(36, 16, 8);
    text[53] = '0';
    text[54] = '1';
    if (valid_traceparent(parent)) {
        text.replace(3, 32, parent.substr(3, 32));
        text.replace(53, 2, parent.substr(53, 2));
    }
    return text;
}

}  // namespace jangteo::runtime

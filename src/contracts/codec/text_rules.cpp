#include "contracts/codec/text_rules.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace jangteo::codec {
namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_continuation(char c) { return (c & 0xC0) == 0x80; }

// The second byte alone tells overlong forms, surrogates and code points above U+10FFFF apart.
bool second_byte_fits(unsigned char first, unsigned char second) {
    switch (first) {
        case 0xE0: return second >= 0xA0 && second <= 0xBF;
        case 0xED: return second >= 0x80 && second <= 0x9F;
        case 0xF0: return second >= 0x90 && second <= 0xBF;
        case 0xF4: return second >= 0x80 && second <= 0x8F;
        default: return second >= 0x80 && second <= 0xBF;
    }
}

// Bytes of the well-formed sequence in front, at least one byte long; 0 when it is not well-formed.
std::size_t sequence_length(std::string_view text) {
    auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (text.size() < length || !second_byte_fits(first, static_cast<unsigned char>(text[1])))
        return 0;
    return std::all_of(text.begin() + 2, text.begin() + length, is_continuation) ? length : 0;
}

// Most text is ASCII, and eight bytes of it are told by one comparison.
std::size_t ascii_front(std::string_view text) {
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t eight;
        std::memcpy(&eight, text.data() + i, 8);
        if (eight & 0x8080808080808080U) break;
    }
    return i;
}

bool is_host_label(std::string_view label) {
    return !label.empty() && label.size() <= host_label_max && label.front() != '-' &&
           label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_host(std::string_view host, std::size_t labels_min) {
    std::size_t labels = 0;
    while (true) {
        auto dot = host.find('.');
        if (!is_host_label(host.substr(0, dot))) return false;
        ++labels;
        if (dot == std::string_view::npos) return labels >= labels_min;
        host.remove_prefix(dot + 1);
    }
}

bool is_port(std::string_view port) {
    return !port.empty() && port.size() <= 5 &&
           std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
}

// RFC 3986, 3.2.2: an IPv6 address in brackets. Its groups are left to whoever connects.
bool is_bracketed_address(std::string_view host) {
    return host.size() >= 4 && host.front() == '[' && host.back() == ']' &&
           std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                      c == ':' || c == '.';
           });
}

bool is_authority(std::string_view authority) {
    auto colon = authority.rfind(':');
    auto bracket = authority.rfind(']');
    bool has_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    if (has_port && !is_port(authority.substr(colon + 1))) return false;
    auto host = has_port ? authority.substr(0, colon) : authority;
    return is_bracketed_address(host) || is_host(host, 1);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
    return to_lower_case(text.substr(0, lower_case.size())) == lower_case;
}

// RFC 3986, 2: unreserved, reserved and percent.
bool is_url_character(char c) {
    constexpr std::string_view punctuation = "-._~:/?#[]@!$&'()*+,;=%";
    return is_alphanumeric(c) || punctuation.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        std::size_t length = ascii_front(text);
        count += length;
        text.remove_prefix(length);
        if (text.empty()) break;
        length = sequence_length(text);
        if (length == 0) return std::nullopt;
        ++count;
        text.remove_prefix(length);
    }
    return count;
}

bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) return true;
        // U+0080 to U+009F
        if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
            return true;
    }
    return false;
}

bool is_email(std::string_view text) {
    auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > email_local_part_max) return false;
    auto local = text.substr(0, at);
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) {
        return false;
    }
    constexpr std::string_view punctuation = "!#$%&'*+-/=?^_`{|}~.";  // RFC 5322 atext, and the dot
    return is_host(text.substr(at + 1), 2) && std::ranges::all_of(local, [&](char c) {
               return is_alphanumeric(c) || punctuation.find(c) != std::string_view::npos;
           });
}

bool is_url(std::string_view text) {
    if (starts_with_ignoring_case(text, "http://")) {
        text.remove_prefix(7);
    } else if (starts_with_ignoring_case(text, "https://")) {
        text.remove_prefix(8);
    } else {
        return false;
    }
    return is_authority(text.substr(0, text.find_first_of("/?#"))) &&
           std::ranges::all_of(text, is_url_character);
}

std::string to_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

}  // namespace jangteo::codec

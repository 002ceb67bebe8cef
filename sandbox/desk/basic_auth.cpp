#include "sandbox/desk/basic_auth.hpp"

#include <cstdint>

namespace jangteo::sandbox {

namespace {

int sextet_of(char c) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t at = alphabet.find(c);
    return at == alphabet.npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::optional<std::string> basic_credentials(std::string_view authorization) {
    constexpr std::string_view scheme = "Basic ";
    if (!authorization.starts_with(scheme)) return {};
    authorization.remove_prefix(scheme.size());
    while (authorization.ends_with('=')) authorization.remove_suffix(1);
    std::string text;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : authorization) {
        const int sextet = sextet_of(c);
        if (sextet < 0) return {};
        bits = bits << 6 | static_cast<std::uint32_t>(sextet);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        text.push_back(static_cast<char>(bits >> held & 0xff));
    }
    if (text.find(':') == text.npos) return {};
    return text;
}

}  // namespace jangteo::sandbox

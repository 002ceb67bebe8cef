#include "member/domain/refresh_token.hpp"

namespace jangteo::member {
namespace {

constexpr std::string_view prefix = "rft";
constexpr std::size_t part_size = 26;
constexpr std::size_t text_size = prefix.size() + 3 * (1 + part_size);

// The n-th part of a text of the right size; nothing when it is not "_" and base32.
std::optional<Uuid> part(std::string_view text, std::size_t n) {
    std::size_t at = prefix.size() + n * (1 + part_size);
    if (text[at] != '_') return std::nullopt;
    return uuid_of_base32(text.substr(at + 1, part_size));
}

}  // namespace

std::string RefreshToken::text() const {
    std::string text(prefix);
    for (const Uuid& uuid : {session.uuid(), family, secret}) {
        text += '_';
        append_base32(uuid, text);
    }
    return text;
}

std::optional<RefreshToken> RefreshToken::parse(std::string_view text) {
    if (text.size() != text_size || !text.starts_with(prefix)) return std::nullopt;
    auto session = part(text, 0);
    auto family = part(text, 1);
    auto secret = part(text, 2);
    if (!session || !family || !secret) return std::nullopt;
    return RefreshToken{SessionId(*session), *family, *secret};
}

}  // namespace jangteo::member

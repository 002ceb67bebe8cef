#include "platform/sodium/digest.hpp"

#include <sodium.h>

#include <array>

#include "platform/sodium/start.hpp"

namespace jangteo::platform::sodium {
namespace {

constexpr std::size_t digest_bytes = 32;

const unsigned char* unsigned_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Little-endian whatever the machine is, because digests are stored.
std::array<unsigned char, 8> length_of(std::string_view part) {
    std::array<unsigned char, 8> length;
    for (std::size_t i = 0; i < length.size(); ++i) {
        length[i] = static_cast<unsigned char>(std::uint64_t{part.size()} >> (8 * i));
    }
    return length;
}

}  // namespace

SodiumDigest::SodiumDigest() { start(); }

std::string SodiumDigest::digest(std::initializer_list<std::string_view> parts) const {
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, digest_bytes);
    for (std::string_view part : parts) {
        auto length = length_of(part);
        crypto_generichash_update(&state, length.data(), length.size());
        crypto_generichash_update(&state, unsigned_bytes(part), part.size());
    }
    std::string out(digest_bytes, '\0');
    crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(out.data()), out.size());
    return out;
}

}  // namespace jangteo::platform::sodium

#include "kernel/id.hpp"

namespace jangteo {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

constexpr std::array<std::int8_t, 256> values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return table;
}();

}  // namespace

// 128 bits in 26 digits of five bits: the first digit holds only three bits.
void append_base32(const Uuid& uuid, std::string& out) {
    std::array<char, 26> text;
    unsigned buffer = 0;
    int bits = 2;  // two leading zero bits make 130 a multiple of five
    std::size_t digits = 0;
    for (std::uint8_t byte : uuid) {
        buffer = (buffer << 8) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text[digits++] = alphabet[(buffer >> bits) & 31];
        }
    }
    out.append(text.data(), text.size());
}

std::string base32_of(const Uuid& uuid) {
    std::string text;
    append_base32(uuid, text);
    return text;
}

std::optional<Uuid> uuid_of_base32(std::string_view text) {
    if (text.size() != 26 || text[0] > '7') return std::nullopt;
    Uuid uuid{};
    unsigned buffer = 0;
    int bits = -2;
    std::size_t out = 0;
    for (char c : text) {
        int value = values[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        buffer = (buffer << 5) | static_cast<unsigned>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            uuid[out++] = static_cast<std::uint8_t>(buffer >> bits);
        }
    }
    return uuid;
}

std::int64_t unix_ms_of(const Uuid& uuid) {
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 6; ++i) ms = (ms << 8) | uuid[i];
    return ms;
}

std::int64_t head_of(const Uuid& uuid) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i) head = (head << 8) | uuid[i];
    return static_cast<std::int64_t>(head);
}

void set_unix_ms(Uuid& uuid, std::int64_t ms) {
    for (std::size_t i = 0; i < 6; ++i) uuid[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
}

}  // namespace jangteo

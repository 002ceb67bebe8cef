#include "platform/sodium/passwords.hpp"

#include <sodium.h>

#include <array>

#include "kernel/fault.hpp"
#include "platform/sodium/start.hpp"

namespace jangteo::platform::sodium {

Argon2Passwords::Argon2Passwords(Argon2Cost cost) : cost_(cost) { start(); }

std::string Argon2Passwords::hash(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    int result =
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes,
                              std::size_t{cost_.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
    if (result != 0) throw Fault(FaultKind::retry_later, "no memory to hash a password");
    return text.data();
}

bool Argon2Passwords::verify(std::string_view password, const std::string& hash) {
    // The library reads exactly this many bytes up to a terminator.
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace jangteo::platform::sodium

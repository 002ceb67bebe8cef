// An access token. The first byte says what the rest is: a whole token as anybody may send it, or
// claims that we sign with the shop's own key, so that what lies behind the signature is read too.

#include <sodium.h>

#include <algorithm>

#include "kernel/check.hpp"
#include "platform/sodium/tokens.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::fuzz {
namespace {

using platform::sodium::EdDsaTokens;
using platform::sodium::TokenSeed;

constexpr Timestamp now{1'800'000'000'000'000};

struct Issuer {
    Issuer() {
        crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed.data());
        runtime::Principal principal;
        principal.member = MemberId(Uuid{1});
        genuine = tokens.issue(principal, now, minutes(10));
        header = genuine.substr(0, genuine.find('.'));
    }

    static std::string base64url(const unsigned char* bytes, std::size_t size) {
        constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
        std::string text(sodium_base64_encoded_len(size, variant), '\0');
        sodium_bin2base64(text.data(), text.size(), bytes, size, variant);
        text.pop_back();
        return text;
    }

    std::string sign(std::string_view claims) const {
        auto bytes = [](std::string_view text) {
            return reinterpret_cast<const unsigned char*>(text.data());
        };
        std::string token = header + "." + base64url(bytes(claims), claims.size());
        std::array<unsigned char, crypto_sign_BYTES> signature;
        crypto_sign_detached(signature.data(), nullptr, bytes(token), token.size(),
                             secret_key.data());
        return token + "." + base64url(signature.data(), signature.size());
    }

    TokenSeed seed{7};
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key;
    test::SeededRandom random{1};
    EdDsaTokens tokens{seed, random};
    std::string genuine;
    std::string header;
};

void run(std::string_view input) {
    static Issuer issuer;
    if (input.empty()) return;
    if (input.front() != 's') {
        std::string_view token = input.substr(1);
        check(!issuer.tokens.verify(token, now) || token == issuer.genuine,
              "nobody but us makes tokens");
        return;
    }
    auto principal = issuer.tokens.verify(issuer.sign(input.substr(1)), now);
    if (!principal) return;
    check(principal->is_member(), "a token is somebody's");
    check(principal->expires_at > now && principal->expires_at <= latest_timestamp,
          "a token ends, and in the future");
}

}  // namespace

const Target tokens{"tokens", run};

}  // namespace jangteo::fuzz

#pragma once

// EdDsaTokens: access tokens as compact JWTs (RFC 7519) signed with Ed25519 (RFC 8037). We are the
// only issuer, so a token is accepted only in the exact form that `issue` gives: one of our own
// headers byte for byte (which settles the algorithm and the key at once), then the signature, and
// only then are the claims read. Checking a signature takes about fifty microseconds. Any thread.
//
// Claims: iss and aud "jangteo"; sub mem_…; sid ses_…, the session, if there is one; roles; ent
// ent_…, the enterprise of a seller; act {"sub": mem_…}, the operator who acts for the member (RFC
// 8693); iat, exp, jti.

#include <array>
#include <span>

#include "runtime/clock.hpp"
#include "runtime/ports.hpp"

namespace jangteo::platform::sodium {

// The secret that the key pair is made from. Bytes from SodiumRandom, kept in a file that only the
// shop can read.
using TokenSeed = std::array<std::uint8_t, 32>;

class EdDsaTokens final : public runtime::Tokens {
  public:
    static constexpr std::size_t token_bytes_max = 4096;
    // A token from "the future" within this comes from another machine's clock; beyond it, from
    // nobody of ours.
    static constexpr Duration issued_ahead_max = seconds(60);

    // `seed` signs; `retired` are earlier seeds whose tokens still count, for changing the key
    // without logging out.
    EdDsaTokens(const TokenSeed& seed, runtime::Random& random,
                std::span<const TokenSeed> retired = {});
    ~EdDsaTokens() override;

    std::string issue(const runtime::Principal& principal, Timestamp now,
                      Duration lifetime) override;
    std::optional<runtime::Principal> verify(std::string_view token, Timestamp now) override;
    std::string jwks() const override;

  private:
    struct Key;

    const Key* key_of_header(std::string_view header) const;

    runtime::Random& random_;
    std::vector<Key> keys_;  // the first one signs
};

}  // namespace jangteo::platform::sodium

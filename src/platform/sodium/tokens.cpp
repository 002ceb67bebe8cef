#include "platform/sodium/tokens.hpp"

#include <sodium.h>

#include <algorithm>

#include "kernel/check.hpp"
#include "platform/sodium/start.hpp"

namespace jangteo::platform::sodium {
namespace {

using runtime::Principal;
using runtime::Role;

constexpr std::string_view issuer = "jangteo";
constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t last_second = latest_timestamp.us / us_per_second;

struct Actor {
    MemberId sub;
};
BOOST_DESCRIBE_STRUCT(Actor, (), (sub))

struct Claims {
    std::string iss;
    std::string aud;
    MemberId sub;
    std::optional<SessionId> sid;
    std::vector<std::string> roles;
    std::optional<EnterpriseId> ent;
    std::optional<Actor> act;
    std::int64_t iat = 0;
    std::int64_t exp = 0;
    std::string jti;
};
BOOST_DESCRIBE_STRUCT(Claims, (), (iss, aud, sub, sid, roles, ent, act, iat, exp, jti))

struct RoleName {
    Role role;
    std::string_view name;
};
constexpr std::array<RoleName, 4> role_names{{{Role::customer, "customer"},
                                              {Role::seller_staff, "seller_staff"},
                                              {Role::seller_owner, "seller_owner"},
                                              {Role::operator_, "operator"}}};

const unsigned char* unsigned_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), unsigned_bytes(bytes), bytes.size(), variant);
    text.pop_back();  // the terminator
    return text;
}

// Strict: no padding, no other characters, no bits left over.
std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return std::nullopt;
    }
    bytes.resize(size);
    return bytes;
}

template <class Array>
std::string_view view_of(const Array& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<runtime::Roles> roles_of(const std::vector<std::string>& names) {
    runtime::Roles roles = 0;
    for (const auto& name : names) {
        auto known = std::ranges::find(role_names, name, &RoleName::name);
        if (known == role_names.end()) return std::nullopt;
        roles = static_cast<runtime::Roles>(roles | runtime::bit(known->role));
    }
    return roles;
}

std::optional<Principal> principal_of(const Claims& claims) {
    auto roles = roles_of(claims.roles);
    if (!roles || claims.sub.is_nil()) return std::nullopt;
    Principal principal;
    principal.member = claims.sub;
    principal.enterprise = claims.ent.value_or(EnterpriseId{});
    principal.session = claims.sid.value_or(SessionId{});
    principal.roles = *roles;
    if (claims.act) principal.actor = claims.act->sub;
    principal.expires_at = Timestamp{claims.exp * us_per_second};
    return principal;
}

Claims claims_of(const Principal& principal) {
    Claims claims;
    claims.iss = issuer;
    claims.aud = issuer;
    claims.sub = principal.member;
    if (!principal.session.is_nil()) claims.sid = principal.session;
    for (const auto& known : role_names) {
        if (principal.is(known.role)) claims.roles.emplace_back(known.name);
    }
    if (!principal.enterprise.is_nil()) claims.ent = principal.enterprise;
    if (!principal.actor.is_nil()) claims.act = Actor{principal.actor};
    return claims;
}

// The public key as a JWK with its members in the order of RFC 7638, whose digest names the key.
std::string thumbprint_input(std::string_view x) {
    return R"({"crv":"Ed25519","kty":"OKP","x":")" + std::string(x) + "\"}";
}

}  // namespace

struct EdDsaTokens::Key {
    explicit Key(const TokenSeed& seed) {
        crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed.data());
        x = base64url(view_of(public_key));
        std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
        std::string input = thumbprint_input(x);
        crypto_hash_sha256(digest.data(), unsigned_bytes(input), input.size());
        id = base64url(view_of(digest));
        header = base64url(R"({"alg":"EdDSA","typ":"JWT","kid":")" + id + "\"}");
    }
    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key() { sodium_memzero(secret_key.data(), secret_key.size()); }

    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
    std::string x;
    std::string id;
    std::string header;  // encoded
};

EdDsaTokens::EdDsaTokens(const TokenSeed& seed, runtime::Random& random,
                         std::span<const TokenSeed> retired)
    : random_(random) {
    start();
    keys_.reserve(1 + retired.size());
    keys_.emplace_back(seed);
    for (const TokenSeed& old : retired) keys_.emplace_back(old);
}

EdDsaTokens::~EdDsaTokens() = default;

std::string EdDsaTokens::issue(const Principal& principal, Timestamp now, Duration lifetime) {
    Claims claims = claims_of(principal);
    claims.iat = now.us / us_per_second;
    claims.exp = (now + lifetime).us / us_per_second;
    std::array<std::uint8_t, 16> unique;
    random_.fill(unique);
    claims.jti = base64url(view_of(unique));

    const Key& key = keys_.front();
    std::string token = key.header + "." + base64url(codec::encode_json(claims));
    std::array<unsigned char, crypto_sign_BYTES> signature;
    crypto_sign_detached(signature.data(), nullptr, unsigned_bytes(token), token.size(),
                         key.secret_key.data());
    token += "." + base64url(view_of(signature));
    check(token.size() <= token_bytes_max, "an access token stays within its limit");
    return token;
}

const EdDsaTokens::Key* EdDsaTokens::key_of_header(std::string_view header) const {
    auto found = std::ranges::find(keys_, header, &Key::header);
    return found == keys_.end() ? nullptr : &*found;
}

std::optional<Principal> EdDsaTokens::verify(std::string_view token, Timestamp now) {
    if (token.size() > token_bytes_max) return std::nullopt;
    auto first = token.find('.');
    auto last = token.rfind('.');
    if (first == last) return std::nullopt;
    const Key* key = key_of_header(token.substr(0, first));
    if (!key) return std::nullopt;

    auto signature = from_base64url(token.substr(last + 1));
    if (!signature || signature->size() != crypto_sign_BYTES) return std::nullopt;
    std::string_view signed_part = token.substr(0, last);
    if (crypto_sign_verify_detached(unsigned_bytes(*signature), unsigned_bytes(signed_part),
                                    signed_part.size(), key->public_key.data()) != 0) {
        return std::nullopt;
    }

    auto payload = from_base64url(token.substr(first + 1, last - first - 1));
    if (!payload) return std::nullopt;
    auto claims = codec::decode_json<Claims>(*payload);
    if (!claims || claims->iss != issuer || claims->aud != issuer) return std::nullopt;
    for (std::int64_t second : {claims->iat, claims->exp}) {
        if (second < 0 || second > last_second) return std::nullopt;
    }
    if (now >= Timestamp{claims->exp * us_per_second}) return std::nullopt;
    if (Timestamp{claims->iat * us_per_second} > now + issued_ahead_max) return std::nullopt;
    return principal_of(*claims);
}

std::string EdDsaTokens::jwks() const {
    std::string text = R"({"keys":[)";
    for (const Key& key : keys_) {
        if (&key != &keys_.front()) text += ',';
        text += R"({"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":")" + key.id +
                R"(","x":")" + key.x + "\"}";
    }
    return text + "]}";
}

}  // namespace jangteo::platform::sodium

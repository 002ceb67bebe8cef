#include "platform/sodium/tokens.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "platform/sodium/random.hpp"

namespace jangteo::platform::sodium {
namespace {

using runtime::Principal;
using runtime::Role;

constexpr Timestamp now{1'800'000'000'000'000};

TokenSeed seed_of(std::uint8_t byte) {
    TokenSeed seed;
    seed.fill(byte);
    return seed;
}

std::string encoded(std::string_view bytes) {
    std::string text(
        sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

class EdDsaTokensTest : public testing::Test {
  protected:
    // What `tokens_` would sign, with other claims.
    std::string signed_by_us(const std::string& payload) {
        std::string token = tokens_.issue(member(), now, minutes(15));
        token = token.substr(0, token.find('.') + 1) + encoded(payload);
        std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
        std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key;
        crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed_of(1).data());
        std::string signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                             reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                             secret_key.data());
        return token + "." + encoded(signature);
    }

    std::string payload_with(const std::string& issuer, const std::string& audience,
                             const std::string& roles) {
        return R"({"iss":")" + issuer + R"(","aud":")" + audience + R"(","sub":")" +
               member().member.text() + R"(","roles":[)" + roles +
               R"(],"iat":1800000000,"exp":1800000900,"jti":"x"})";
    }

    static Principal member() {
        Principal principal;
        Uuid uuid{};
        uuid[15] = 7;
        principal.member = MemberId(uuid);
        principal.session = SessionId(uuid);
        principal.roles = runtime::bit(Role::customer);
        return principal;
    }

    SodiumRandom random_;
    EdDsaTokens tokens_{seed_of(1), random_};
};

TEST_F(EdDsaTokensTest, keeps_every_claim) {
    Principal principal = member();
    principal.enterprise = EnterpriseId(principal.member.uuid());
    principal.actor = MemberId(principal.member.uuid());
    principal.roles = runtime::members;
    auto verified = tokens_.verify(tokens_.issue(principal, now, minutes(15)), now);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->member, principal.member);
    EXPECT_EQ(verified->session, principal.session);
    EXPECT_EQ(verified->enterprise, principal.enterprise);
    EXPECT_EQ(verified->actor, principal.actor);
    EXPECT_EQ(verified->roles, principal.roles);
    EXPECT_EQ(verified->expires_at, now + minutes(15));
}

TEST_F(EdDsaTokensTest, leaves_out_what_is_not_there) {
    Principal principal = member();
    principal.session = {};
    auto verified = tokens_.verify(tokens_.issue(principal, now, minutes(15)), now);
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->session.is_nil());
    EXPECT_TRUE(verified->enterprise.is_nil());
    EXPECT_TRUE(verified->actor.is_nil());
    EXPECT_EQ(verified->roles, runtime::bit(Role::customer));
}

TEST_F(EdDsaTokensTest, two_tokens_of_one_moment_differ) {
    EXPECT_NE(tokens_.issue(member(), now, minutes(15)), tokens_.issue(member(), now, minutes(15)));
}

TEST_F(EdDsaTokensTest, an_expired_token_is_refused) {
    std::string token = tokens_.issue(member(), now, minutes(15));
    EXPECT_TRUE(tokens_.verify(token, now + minutes(15) - microseconds(1)));
    EXPECT_FALSE(tokens_.verify(token, now + minutes(15)));
}

TEST_F(EdDsaTokensTest, a_token_from_more_than_a_minute_ahead_is_refused) {
    std::string token = tokens_.issue(member(), now, minutes(15));
    EXPECT_TRUE(tokens_.verify(token, now - seconds(60)));
    EXPECT_FALSE(tokens_.verify(token, now - seconds(61)));
}

TEST_F(EdDsaTokensTest, every_changed_character_is_refused) {
    std::string token = tokens_.issue(member(), now, minutes(15));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string forged = token;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(tokens_.verify(forged, now)) << i;
    }
}

TEST_F(EdDsaTokensTest, every_truncation_is_refused) {
    std::string token = tokens_.issue(member(), now, minutes(15));
    for (std::size_t size = 0; size < token.size(); ++size) {
        EXPECT_FALSE(tokens_.verify(std::string_view(token).substr(0, size), now)) << size;
    }
    EXPECT_FALSE(tokens_.verify(token + "A", now));
    EXPECT_FALSE(tokens_.verify(token + "=", now));
    EXPECT_FALSE(tokens_.verify(token + ".", now));
}

TEST_F(EdDsaTokensTest, the_algorithm_cannot_be_chosen_by_the_sender) {
    std::string token = tokens_.issue(member(), now, minutes(15));
    auto first = token.find('.');
    auto last = token.rfind('.');
    std::string payload = token.substr(first, last - first);
    for (std::string_view header :
         {R"({"alg":"none","typ":"JWT"})", R"({"alg":"HS256","typ":"JWT"})", "{}"}) {
        EXPECT_FALSE(tokens_.verify(encoded(header) + payload + token.substr(last), now));
        EXPECT_FALSE(tokens_.verify(encoded(header) + payload + ".", now));
    }
}

TEST_F(EdDsaTokensTest, another_key_is_refused_until_it_is_listed) {
    EdDsaTokens other(seed_of(2), random_);
    std::string token = other.issue(member(), now, minutes(15));
    EXPECT_FALSE(tokens_.verify(token, now));
    std::array<TokenSeed, 1> retired{seed_of(2)};
    EdDsaTokens both(seed_of(1), random_, retired);
    EXPECT_TRUE(both.verify(token, now));
    EXPECT_TRUE(tokens_.verify(both.issue(member(), now, minutes(15)), now));
}

TEST_F(EdDsaTokensTest, another_issuer_audience_or_role_is_refused_though_signed) {
    EXPECT_TRUE(
        tokens_.verify(signed_by_us(payload_with("jangteo", "jangteo", "\"customer\"")), now));
    EXPECT_FALSE(
        tokens_.verify(signed_by_us(payload_with("other", "jangteo", "\"customer\"")), now));
    EXPECT_FALSE(
        tokens_.verify(signed_by_us(payload_with("jangteo", "other", "\"customer\"")), now));
    EXPECT_FALSE(tokens_.verify(signed_by_us(payload_with("jangteo", "jangteo", "\"god\"")), now));
    EXPECT_FALSE(tokens_.verify(signed_by_us("[]"), now));
    EXPECT_FALSE(tokens_.verify(signed_by_us(""), now));
}

TEST_F(EdDsaTokensTest, a_token_over_the_limit_is_refused) {
    EXPECT_FALSE(tokens_.verify(std::string(EdDsaTokens::token_bytes_max + 1, 'a'), now));
}

TEST_F(EdDsaTokensTest, the_key_set_names_the_public_key_only) {
    std::string jwks = tokens_.jwks();
    EXPECT_TRUE(jwks.starts_with(
        R"({"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":")"));
    EXPECT_EQ(jwks.find("\"d\""), std::string::npos);
}

}  // namespace
}  // namespace jangteo::platform::sodium

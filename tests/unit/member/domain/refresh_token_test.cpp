#include "member/domain/refresh_token.hpp"

#include <gtest/gtest.h>

namespace jangteo::member {
namespace {

RefreshToken sample() {
    RefreshToken token;
    Uuid uuid{};
    uuid.fill(0xff);
    token.session = SessionId(uuid);
    token.family.fill(0x12);
    token.secret.fill(0xab);
    return token;
}

TEST(RefreshToken, its_text_gives_it_back) {
    auto parsed = RefreshToken::parse(sample().text());
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->session, sample().session);
    EXPECT_EQ(parsed->family, sample().family);
    EXPECT_EQ(parsed->secret, sample().secret);
}

TEST(RefreshToken, anything_shorter_or_longer_is_none) {
    std::string text = sample().text();
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(RefreshToken::parse(text.substr(0, size))) << size;
    }
    EXPECT_FALSE(RefreshToken::parse(text + "0"));
}

TEST(RefreshToken, a_character_that_is_not_base32_makes_it_none) {
    std::string text = sample().text();
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string wrong = text;
        wrong[i] = '!';
        EXPECT_FALSE(RefreshToken::parse(wrong)) << i;
    }
}

}  // namespace
}  // namespace jangteo::member

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "contracts/codec/text_rules.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

TEST(TextRules, count_code_points) {
    EXPECT_EQ(count_code_points(""), 0U);
    EXPECT_EQ(count_code_points("abc"), 3U);
    EXPECT_EQ(count_code_points("장터"), 2U);
    EXPECT_EQ(count_code_points("12345678장12345678"), 17U);
    EXPECT_EQ(count_code_points("\xF4\x8F\xBF\xBF"), 1U);
}

TEST(TextRules, refuse_ill_formed_utf8_anywhere_in_the_text) {
    for (std::string bad :
         {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE1\x80",
          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE1\x80\x41", "\xFE"}) {
        for (std::size_t front = 0; front < 17; ++front) {
            EXPECT_EQ(count_code_points(std::string(front, 'x') + bad), std::nullopt);
            EXPECT_EQ(count_code_points(std::string(front, 'x') + bad + "12345678"), std::nullopt);
        }
    }
}

RC_GTEST_PROP(TextRules, count_what_was_put_together, ()) {
    auto points = *rc::gen::container<std::vector<std::uint32_t>>(
        rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 0xD800),
                       rc::gen::inRange<std::uint32_t>(0xE000, 0x110000)));
    RC_ASSERT(count_code_points(testing::utf8_of(points)) == points.size());
}

TEST(TextRules, know_control_characters) {
    for (std::uint32_t c = 0; c < 0x200; ++c) {
        bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
        EXPECT_EQ(has_control_character("a" + testing::utf8_of({c}) + "b"), control) << c;
    }
}

TEST(TextRules, take_plausible_emails) {
    for (std::string_view good : {"a@b.kr", "kim.min+shop@mail.example.com", "o'neil_1@x-y.co.kr",
                                  "a@1.2", "kim@xn--9d0bm53a3xb.kr"}) {
        EXPECT_TRUE(is_email(good)) << good;
    }
    for (std::string_view bad : {"",
                                 "@",
                                 "a@",
                                 "@b.kr",
                                 "a@b",
                                 "a b@c.kr",
                                 ".a@b.kr",
                                 "a.@b.kr",
                                 "a..b@c.kr",
                                 "a@b..kr",
                                 "a@-b.kr",
                                 "a@b-.kr",
                                 "a@b.kr.",
                                 "a@b@c.kr",
                                 "김@b.kr",
                                 "a@한국.kr",
                                 "a\n@b.kr",
                                 "<a@b.kr>",
                                 "a@b.kr,c@d.kr",
                                 "\"a\"@b.kr",
                                 "a@[127.0.0.1]"}) {
        EXPECT_FALSE(is_email(bad)) << bad;
    }
    EXPECT_TRUE(is_email(std::string(email_local_part_max, 'a') + "@b.kr"));
    EXPECT_FALSE(is_email(std::string(email_local_part_max + 1, 'a') + "@b.kr"));
    EXPECT_FALSE(is_email("a@" + std::string(host_label_max + 1, 'b') + ".kr"));
}

TEST(TextRules, take_absolute_urls_of_the_web) {
    for (std::string_view good :
         {"http://a", "HTTPS://Example.com", "https://a.b:8443/x?y=z#f", "http://[::1]:80/",
          "https://127.0.0.1", "https://a.b?x", "https://a.b/%EC%9E%A5"}) {
        EXPECT_TRUE(is_url(good)) << good;
    }
    for (std::string_view bad : {"",
                                 "http://",
                                 "http:/a",
                                 "https:///a",
                                 "ftp://a",
                                 "//a/b",
                                 "a.b/c",
                                 "http://a b",
                                 "http://user:secret@a.b/",
                                 "http://a@b",
                                 "https://a:",
                                 "https://a:123456",
                                 "https://a:x",
                                 "https://a/장터",
                                 "https://a/<b>",
                                 "https://a\n",
                                 "https://-a",
                                 "http://[",
                                 "http://[]",
                                 "http://[::1",
                                 "http://[::1]x",
                                 "javascript:alert(1)"}) {
        EXPECT_FALSE(is_url(bad)) << bad;
    }
}

TEST(TextRules, lower_only_ascii) { EXPECT_EQ(to_lower_case("AbZ@[É"), "abz@[É"); }

}  // namespace
}  // namespace jangteo::codec

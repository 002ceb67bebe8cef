#include "runtime/percent.hpp"

#include <gtest/gtest.h>

namespace jangteo::runtime {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

TEST(Percent, decodes_escapes_of_either_case) {
    EXPECT_EQ(percent_decode("a%2fb%2Fc", false), "a/b/c");
    EXPECT_EQ(percent_decode("%EC%9E%A5%ED%84%B0", false), "장터");
    EXPECT_EQ(percent_decode("", false), "");
}

TEST(Percent, takes_a_plus_for_a_space_only_in_queries) {
    EXPECT_EQ(percent_decode("a+b", true), "a b");
    EXPECT_EQ(percent_decode("a+b", false), "a+b");
    EXPECT_EQ(percent_decode("a%2Bb", true), "a+b");
}

TEST(Percent, refuses_broken_escapes) {
    for (auto text : {"%", "%1", "a%", "a%4", "%zz", "%4g", "%g4", "%%41"}) {
        EXPECT_EQ(percent_decode(text, false), std::nullopt) << text;
    }
}

TEST(Percent, refuses_control_characters) {
    EXPECT_EQ(percent_decode("%00", false), std::nullopt);
    EXPECT_EQ(percent_decode("a%0d%0ab", false), std::nullopt);
    EXPECT_EQ(percent_decode("%7F", false), std::nullopt);
    EXPECT_EQ(percent_decode(std::string_view("a\nb"), false), std::nullopt);
}

TEST(Percent, encodes_all_that_means_something_in_a_url) {
    EXPECT_EQ(percent_encode("aZ0-._~"), "aZ0-._~");
    EXPECT_EQ(percent_encode("a b&c=%/?#+\"<>"), "a%20b%26c%3D%25%2F%3F%23%2B%22%3C%3E");
    EXPECT_EQ(percent_decode(percent_encode("장터 & +"), true), "장터 & +");
}

TEST(Query, keeps_the_order_of_appearance_and_repetitions) {
    EXPECT_EQ(parse_query("b=2&a=1&b=3"), (Parameters{{"b", "2"}, {"a", "1"}, {"b", "3"}}));
}

TEST(Query, takes_names_without_values_and_skips_nothing_between_ampersands) {
    EXPECT_EQ(parse_query("a&&b=&=c"), (Parameters{{"a", ""}, {"b", ""}, {"", "c"}}));
    EXPECT_EQ(parse_query(""), Parameters{});
    EXPECT_EQ(parse_query("a=b=c"), (Parameters{{"a", "b=c"}}));
}

TEST(Query, decodes_names_and_values) {
    EXPECT_EQ(parse_query("filter%5Bstatus%5D=a+b%26c"), (Parameters{{"filter[status]", "a b&c"}}));
}

TEST(Query, is_refused_whole_when_a_part_does_not_decode) {
    EXPECT_EQ(parse_query("a=1&b=%"), std::nullopt);
    EXPECT_EQ(parse_query("%=1"), std::nullopt);
}

TEST(Query, has_at_most_64_parameters) {
    std::string text;
    for (int i = 0; i < 64; ++i) text += "a=1&";
    ASSERT_TRUE(parse_query(text).has_value());
    EXPECT_EQ(parse_query(text)->size(), 64U);
    EXPECT_EQ(parse_query(text + "a=1"), std::nullopt);
}

}  // namespace
}  // namespace jangteo::runtime

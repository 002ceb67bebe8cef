#include "platform/http/url.hpp"

#include <gtest/gtest.h>

namespace jangteo::platform::http {
namespace {

TEST(HttpUrl, splits_into_host_port_and_target) {
    const HttpUrl url = parse_http_url("http://shop.example:8080/a/b?c=d").value();
    EXPECT_EQ(url.host, "shop.example");
    EXPECT_EQ(url.port, 8080);
    EXPECT_EQ(url.target, "/a/b?c=d");
    EXPECT_EQ(url.authority(), "shop.example:8080");
}

TEST(HttpUrl, has_port_80_and_the_root_by_default) {
    const HttpUrl url = parse_http_url("http://shop").value();
    EXPECT_EQ(url.port, 80);
    EXPECT_EQ(url.target, "/");
    EXPECT_EQ(url.authority(), "shop");
    EXPECT_EQ(parse_http_url("http://[::1]:9")->authority(), "[::1]:9");
}

TEST(HttpUrl, may_be_of_https) {
    const HttpUrl url = parse_http_url("https://shop/a").value();
    EXPECT_TRUE(url.is_tls);
    EXPECT_EQ(url.port, 443);
    EXPECT_EQ(url.origin(), "https://shop");
    EXPECT_EQ(parse_http_url("https://shop:80")->authority(), "shop:80");
    EXPECT_EQ(parse_http_url("http://shop:443")->origin(), "http://shop:443");
}

TEST(HttpUrl, refuses_other_schemes_users_and_nonsense) {
    for (const char* text :
         {"", "shop", "https://", "http://", "http://a:0", "http://a:70000", "http://a:99999",
          "http://a:65536", "http://u@shop/", "http://sh op/", "ftp://shop"}) {
        EXPECT_FALSE(parse_http_url(text)) << text;
    }
}

TEST(PercentCode, goes_there_and_back) {
    const std::string text = "장터 a/b?c=d&e+f%";
    EXPECT_EQ(percent_decode(percent_encode(text)), text);
    EXPECT_EQ(percent_encode("a b/장"), "a%20b%2F%EC%9E%A5");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
}

TEST(PercentCode, refuses_broken_escapes_and_nul) {
    for (const char* text : {"%", "%4", "%zz", "%00"}) EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(Query, is_read_like_a_form) {
    const auto query = parse_query("a=1&b=x+y%26z&flag&&=v").value();
    ASSERT_EQ(query.size(), 4U);
    EXPECT_EQ(query[1].name, "b");
    EXPECT_EQ(query[1].value, "x y&z");
    EXPECT_EQ(query[2].name, "flag");
    EXPECT_EQ(query[2].value, "");
    EXPECT_EQ(query[3].name, "");
    EXPECT_FALSE(parse_query("a=%zz"));
    EXPECT_TRUE(parse_query("")->empty());
}

}  // namespace
}  // namespace jangteo::platform::http

#include "runtime/page.hpp"

#include <gtest/gtest.h>

namespace jangteo::runtime {
namespace {

Call call_with(std::vector<std::pair<std::string, std::string>> query) {
    Call call;
    call.query = std::move(query);
    return call;
}

struct Thing {
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (number))

HttpAnswer page_of(const Call& call, int count) {
    auto request = page_request(call);
    std::vector<Thing> things;
    for (int i = 1; i <= count; ++i) things.push_back({i});
    return page_answer(call, things, *request,
                       [](const Thing& thing) { return std::to_string(thing.number); });
}

TEST(Page, has_25_items_from_the_start_unless_asked) {
    auto request = page_request(call_with({}));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->limit, 25);
    EXPECT_EQ(request->after, "");
}

TEST(Page, has_1_to_100_items) {
    EXPECT_EQ(page_request(call_with({{"limit", "1"}}))->limit, 1);
    EXPECT_EQ(page_request(call_with({{"limit", "100"}}))->limit, 100);
    for (auto text : {"0", "101", "-1", "", "ten", "10 ", " 10", "1e2", "99999999999999999999"}) {
        auto request = page_request(call_with({{"limit", text}}));
        ASSERT_FALSE(request) << text;
        EXPECT_EQ(request.error().status, 400);
        EXPECT_NE(request.error().body.find("\"invalid_parameter\""), std::string::npos);
        EXPECT_NE(request.error().body.find("\"pointer\":\"limit\""), std::string::npos);
    }
}

TEST(Page, goes_on_after_a_cursor) {
    std::string key("\x00\xff\x10 key", 7);
    auto request = page_request(call_with({{"cursor", cursor_of(key)}}));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->after, key);
    for (auto text : {"", "a", "zz", "0G", "AB"}) {
        EXPECT_FALSE(page_request(call_with({{"cursor", text}}))) << text;
    }
    EXPECT_FALSE(page_request(call_with({{"cursor", std::string(1'026, 'a')}})));
}

TEST(Page, names_the_next_one_only_when_there_is_more) {
    auto whole = page_of(call_with({{"limit", "3"}}), 3);
    EXPECT_EQ(whole.body, R"({"data":[{"number":1},{"number":2},{"number":3}],"meta":{}})");
    EXPECT_TRUE(whole.headers.empty());

    auto cut = page_of(call_with({{"limit", "3"}}), 4);
    EXPECT_EQ(cut.body, R"({"data":[{"number":1},{"number":2},{"number":3}],)"
                        R"("meta":{"next_cursor":"33"}})");
    ASSERT_EQ(cut.headers.size(), 1U);
    EXPECT_EQ(cut.headers[0].name, "link");
    EXPECT_EQ(cut.headers[0].value, "<?cursor=33&limit=3>; rel=\"next\"");
}

TEST(Page, link_keeps_the_other_parameters_encoded) {
    auto call = call_with({{"filter[name]", "사과 & \"배\"<>"}, {"cursor", "32"}, {"limit", "3"}});
    EXPECT_EQ(
        link_header(call, "33"),
        "<?cursor=33&filter%5Bname%5D=%EC%82%AC%EA%B3%BC%20%26%20%22%EB%B0%B0%22%3C%3E&limit=3"
        ">; rel=\"next\"");
}

}  // namespace
}  // namespace jangteo::runtime

// The store's port: what goes in comes out, on every engine.

#include <algorithm>
#include <limits>
#include <numeric>

#include "tests/support/store_test.hpp"

namespace jangteo::test {
namespace {

class StoreRows : public StoreTest {};

const sql::Query insert_counted{
    "INSERT INTO counted (name) VALUES (?) ON CONFLICT (name) DO NOTHING"};
const sql::Query select_counted{"SELECT position, name FROM counted ORDER BY position"};
const sql::Query count_upserted{
    "INSERT INTO thing (id, version, name, body) VALUES (?, 1, '', ?) "
    "ON CONFLICT (id) DO UPDATE SET version = thing.version + excluded.version"};
const sql::Query rename_all{"UPDATE thing SET name = ?"};
const sql::Query select_ids{"SELECT id FROM thing ORDER BY id"};
const sql::Query select_sums{
    "SELECT sum(version), max(version), coalesce(sum(version), 0) FROM thing"};
const sql::Query select_like_list{
    "SELECT id FROM thing WHERE id < ? AND (? = '' OR name = ?) ORDER BY id DESC LIMIT ?"};

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

TEST_P(StoreRows, keep_numbers_texts_and_bytes) {
    std::string every_byte(256, '\0');
    std::iota(every_byte.begin(), every_byte.end(), '\0');
    const std::string text = "장터 'quoted' \"and\" \\back\\ ; -- ? $1 \n\t 🛒 % é";
    std::uint8_t last = 0;
    for (std::int64_t number : {smallest, std::int64_t{-1}, std::int64_t{0}, largest}) {
        const Uuid id{++last};
        db().execute(insert_thing, {id, number, text, sql::Bytes{every_byte}});
        auto rows = db().query(find_thing, {id});
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.integer(0), number);
        EXPECT_EQ(rows.text(1), text);
        EXPECT_EQ(rows.bytes(2), every_byte);
        EXPECT_FALSE(rows.next());
    }
}

TEST_P(StoreRows, tell_nothing_from_empty) {
    db().execute(insert_thing, {sql::Bytes{"a"}, 1, nullptr, nullptr});
    db().execute(insert_thing, {sql::Bytes{"b"}, 1, "", sql::Bytes{""}});
    for (bool is_null : {true, false}) {
        auto rows = db().query(find_thing, {sql::Bytes{is_null ? "a" : "b"}});
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.is_null(1), is_null);
        EXPECT_EQ(rows.is_null(2), is_null);
        EXPECT_EQ(rows.bytes(2), "");
    }
}

TEST_P(StoreRows, keep_large_bodies) {
    std::string body(3'000'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 >> 3);
    db().begin();
    db().execute(insert_thing, {sql::Bytes{"a"}, 1, "", sql::Bytes{body}});
    db().execute(insert_thing, {sql::Bytes{"b"}, 1, "", sql::Bytes{body}});
    db().commit();
    auto rows = store->reader().query(find_thing, {sql::Bytes{"b"}});
    ASSERT_TRUE(rows.next());
    EXPECT_TRUE(rows.bytes(2) == body);
}

TEST_P(StoreRows, order_ids_and_texts_by_their_bytes) {
    using namespace std::string_literals;
    const std::vector<std::string> sorted = {"\0"s, "\0\0"s, "A"s,  "A "s,  "B"s,
                                             "a"s,  "\x7f"s, "가"s, "\xff"s};
    for (auto it = sorted.rbegin(); it != sorted.rend(); ++it) {
        db().execute(insert_thing, {sql::Bytes{*it}, 1, nullptr, nullptr});
    }
    std::vector<std::string> found;
    for (auto rows = db().query(select_ids); rows.next();) found.emplace_back(rows.bytes(0));
    EXPECT_EQ(found, sorted);

    const std::vector<std::string> names = {"A", "A ", "B", "a", "ab", "가"};
    for (auto it = names.rbegin(); it != names.rend(); ++it) {
        db().execute(insert_counted, {*it});
    }
    db().execute(rename_all, {"A"});
    found.clear();
    for (auto rows = db().query(select_counted); rows.next();) found.emplace_back(rows.text(1));
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, names);
}

TEST_P(StoreRows, find_lists_with_filters_that_may_be_empty) {
    for (const char* id : {"a", "b", "c"}) add(id, id);
    for (const auto& [filter, expected] : {std::pair{"", "cb"}, std::pair{"a", "a"}}) {
        std::string found;
        auto rows = db().query(select_like_list, {sql::Bytes{"z"}, filter, filter, 2});
        while (rows.next()) found += rows.bytes(0);
        EXPECT_EQ(found, expected);
    }
}

TEST_P(StoreRows, add_up_whole_numbers) {
    {
        auto rows = db().query(select_sums);
        ASSERT_TRUE(rows.next());
        EXPECT_TRUE(rows.is_null(0));
        EXPECT_TRUE(rows.is_null(1));
        EXPECT_EQ(rows.integer(2), 0);
    }
    std::uint8_t id = 0;
    for (std::int64_t number : {largest - 100'000'000, std::int64_t{99'990'000}, std::int64_t{7}}) {
        db().execute(insert_thing, {Uuid{++id}, number, nullptr, nullptr});
    }
    auto rows = db().query(select_sums);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), largest - 9'993);
    EXPECT_EQ(rows.integer(1), largest - 100'000'000);
}

TEST_P(StoreRows, are_numbered_as_they_come_and_a_duplicate_changes_nothing) {
    EXPECT_EQ(db().execute(insert_counted, {"a"}), 1);
    EXPECT_EQ(db().execute(insert_counted, {"a"}), 0);
    EXPECT_EQ(db().execute(insert_counted, {"b"}), 1);
    db().begin();
    db().execute(insert_counted, {"c"});
    db().execute(insert_counted, {"a"});
    db().execute(insert_counted, {"d"});
    db().commit();
    std::string names;
    std::int64_t last = 0;
    for (auto rows = db().query(select_counted); rows.next();) {
        EXPECT_GT(rows.integer(0), last);
        last = rows.integer(0);
        names += rows.text(1);
    }
    EXPECT_EQ(names, "abcd");
}

TEST_P(StoreRows, count_what_was_found_also_when_it_is_equal) {
    add("a", "same");
    add("b", "same");
    EXPECT_EQ(db().execute(rename_all, {"same"}), 2);
    EXPECT_EQ(db().execute(count_upserted, {sql::Bytes{"a"}, sql::Bytes{""}}), 1);
    EXPECT_EQ(db().execute(count_upserted, {sql::Bytes{"c"}, sql::Bytes{""}}), 1);
    auto rows = db().query(find_thing, {sql::Bytes{"a"}});
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 2);
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreRows, testing::ValuesIn(store_engine_names), name_of_engine);

}  // namespace
}  // namespace jangteo::test

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "contracts/codec/json.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {

static void PrintTo(const FieldError& error, std::ostream* out) {
    *out << error.pointer << " " << text_of_enum(error.problem) << " " << error.expected;
}
static bool operator==(const FieldError& a, const FieldError& b) {
    return a.pointer == b.pointer && a.problem == b.problem && a.expected == b.expected;
}

namespace {

using testing::Colour;
using testing::Item;
using Problem = FieldProblem;

const std::string sku = "sku_01h455vb4pex5vsknk084sn02q";

// One field of each type, so that a test shows nothing but the value that is wrong.
template <class T>
struct Box {
    T value{};
    BOOST_DESCRIBE_CLASS(Box, (), (value), (), ())
};

template <class T>
std::vector<FieldError> errors_of(std::string_view value) {
    auto box = decode_json<Box<T>>(fmt::format(R"({{"value":{}}})", value));
    return box ? std::vector<FieldError>{} : box.error();
}

template <class T>
T value_of(std::string_view value) {
    return decode_json<Box<T>>(fmt::format(R"({{"value":{}}})", value)).value().value;
}

std::vector<FieldError> one(Problem problem, std::string expected = "",
                            std::string pointer = "/value") {
    return {{std::move(pointer), problem, std::move(expected)}};
}

TEST(JsonDecode, refuses_what_is_not_json) {
    for (std::string_view text :
         {"", " ", "{", "[", "nul", "{}x", "{} {}", R"({"a":1,})", R"({a:1})", "{'a':1}",
          R"({"a":01})", R"({"a":+1})", R"({"a":.5})", R"({"a":NaN})", R"("\x")", R"("\ud800")",
          "/* */{}", "\xEF\xBB\xBF{}"}) {
        EXPECT_EQ(decode_json<Item>(text).error(), one(Problem::malformed, "", "")) << text;
    }
}

TEST(JsonDecode, refuses_bytes_that_are_not_utf8) {
    for (std::string_view bytes :
         {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
        EXPECT_EQ(errors_of<std::string>(fmt::format("\"{}\"", bytes)),
                  one(Problem::not_utf8, "", ""));
    }
}

TEST(JsonDecode, allows_64_levels_and_no_more) {
    auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    EXPECT_EQ(decode_json<Item>(nested(64)).error(), one(Problem::wrong_type, "object", ""));
    EXPECT_EQ(decode_json<Item>(nested(65)).error(), one(Problem::too_deep, "", ""));
}

TEST(JsonDecode, refuses_a_megabyte_of_brackets) {
    EXPECT_EQ(decode_json<Item>(std::string(1 << 20, '[')).error(), one(Problem::too_deep, "", ""));
}

TEST(JsonDecode, refuses_a_body_of_another_type) {
    for (std::string_view text : {"1", "null", "[]", "\"x\"", "true"}) {
        EXPECT_EQ(decode_json<Item>(text).error(), one(Problem::wrong_type, "object", "")) << text;
    }
}

TEST(JsonDecode, names_every_missing_field) {
    auto errors = decode_json<Item>("{}").error();
    EXPECT_EQ(errors, (std::vector<FieldError>{{"/sku", Problem::missing, ""},
                                               {"/quantity", Problem::missing, ""},
                                               {"/price", Problem::missing, ""}}));
}

TEST(JsonDecode, takes_null_for_missing_only_where_the_field_is_optional) {
    EXPECT_EQ(value_of<std::optional<std::int64_t>>("null"), std::nullopt);
    EXPECT_EQ(decode_json<Box<std::optional<std::int64_t>>>("{}").value().value, std::nullopt);
    EXPECT_EQ(errors_of<std::int64_t>("null"), one(Problem::wrong_type, "integer"));
}

TEST(JsonDecode, refuses_unknown_fields_and_escapes_their_names) {
    auto errors =
        decode_json<Box<bool>>(R"({"value":true,"a/b~c":1,"":2,"장터":{"deep":[]}})").error();
    EXPECT_EQ(errors, (std::vector<FieldError>{{"/a~1b~0c", Problem::unknown_field, ""},
                                               {"/", Problem::unknown_field, ""},
                                               {"/장터", Problem::unknown_field, ""}}));
}

TEST(JsonDecode, refuses_a_name_that_occurs_twice) {
    EXPECT_EQ(decode_json<Box<bool>>(R"({"value":true,"v\u0061lue":false})").error(),
              one(Problem::duplicate_field));
    using Map = std::map<std::string, std::string>;
    EXPECT_EQ(errors_of<Map>(R"({"a":"1","a":"1"})"),
              one(Problem::duplicate_field, "", "/value/a"));
}

TEST(JsonDecode, collects_all_wrong_fields_with_their_places) {
    auto errors = errors_of<std::vector<Item>>(
        fmt::format(R"([{{"sku":"{}","quantity":0,"price":{{"amount":1}}}},7,)"
                    R"({{"sku":1,"quantity":1,"price":null}}])",
                    sku));
    EXPECT_EQ(errors, (std::vector<FieldError>{
                          {"/value/0/quantity", Problem::too_small, "1..1000000"},
                          {"/value/0/price/currency", Problem::missing, ""},
                          {"/value/1", Problem::wrong_type, "object"},
                          {"/value/2/sku", Problem::wrong_type, "string"},
                          {"/value/2/price", Problem::wrong_type, "object"},
                      }));
}

TEST(JsonDecode, stops_looking_after_a_hundred_errors) {
    std::string many = "[0";
    for (int i = 0; i < 500; ++i) many += ",0";
    EXPECT_EQ(errors_of<std::vector<Item>>(many + "]").size(), json_errors_max);
    std::string unknown = "{";
    for (int i = 0; i < 500; ++i) unknown += fmt::format("\"f{}\":0,", i);
    unknown.back() = '}';
    EXPECT_EQ(decode_json<Item>(unknown).error().size(), json_errors_max);
}

TEST(JsonDecode, takes_only_true_and_false_for_a_boolean) {
    EXPECT_TRUE(value_of<bool>("true"));
    EXPECT_FALSE(value_of<bool>("false"));
    EXPECT_EQ(errors_of<bool>("1"), one(Problem::wrong_type, "boolean"));
    EXPECT_EQ(errors_of<bool>("\"true\""), one(Problem::wrong_type, "boolean"));
}

TEST(JsonDecode, reads_integers_exactly) {
    EXPECT_EQ(value_of<std::int64_t>("9223372036854775807"),
              std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(value_of<std::int64_t>("-9223372036854775808"),
              std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(value_of<std::int64_t>("9007199254740993"), 9007199254740993);
    EXPECT_EQ(value_of<std::int64_t>("-0"), 0);
}

TEST(JsonDecode, refuses_numbers_that_are_not_written_as_integers) {
    for (auto number : {"1.0", "1e3", "1E3", "-0.0", "0.5", "1e400", "1e-400",
                        "100000000000000000000.0", "\"1\""}) {
        EXPECT_EQ(errors_of<std::int64_t>(number), one(Problem::wrong_type, "integer")) << number;
    }
}

TEST(JsonDecode, refuses_integers_outside_64_bits) {
    const std::string range = "-9223372036854775808..9223372036854775807";
    for (std::string_view number :
         {"9223372036854775808", "18446744073709551615", "18446744073709551616",
          "100000000000000000000000000000000000000000"}) {
        EXPECT_EQ(errors_of<std::int64_t>(number), one(Problem::too_large, range)) << number;
        EXPECT_EQ((errors_of<Int<1, 5>>(number)), one(Problem::too_large, "1..5")) << number;
    }
    for (std::string_view number :
         {"-9223372036854775809", "-100000000000000000000000000000000000000"}) {
        EXPECT_EQ(errors_of<std::int64_t>(number), one(Problem::too_small, range)) << number;
    }
}

TEST(JsonDecode, refuses_integers_outside_the_limits_of_the_field) {
    EXPECT_EQ((value_of<Int<1, 5>>("1").value), 1);
    EXPECT_EQ((value_of<Int<1, 5>>("5").value), 5);
    EXPECT_EQ((errors_of<Int<1, 5>>("0")), one(Problem::too_small, "1..5"));
    EXPECT_EQ((errors_of<Int<1, 5>>("6")), one(Problem::too_large, "1..5"));
}

TEST(JsonDecode, counts_text_in_code_points) {
    EXPECT_EQ((value_of<Text<1, 3>>(R"("장터x")").value), "장터x");
    EXPECT_EQ((value_of<Text<1, 1>>(R"("\ud83d\ude00")").value), "😀");
    EXPECT_EQ((errors_of<Text<1, 3>>(R"("")")), one(Problem::too_short, "1..3"));
    EXPECT_EQ((errors_of<Text<1, 3>>(R"("장터가방")")), one(Problem::too_long, "1..3"));
    EXPECT_EQ((errors_of<Text<1, 3>>("5")), one(Problem::wrong_type, "string"));
}

TEST(JsonDecode, refuses_control_characters_in_text_except_newline_and_tab) {
    using Name = Text<0, 9>;
    EXPECT_EQ(value_of<Name>(R"("a\n\tb")").value, "a\n\tb");
    for (auto text :
         {R"("\u0000")", R"("\r")", R"("\u001b")", R"("\u007f")", R"("\u0085")", R"("a\u009f")"}) {
        EXPECT_EQ(errors_of<Name>(text), one(Problem::control_character)) << text;
    }
}

TEST(JsonDecode, leaves_plain_text_as_it_is) {
    EXPECT_EQ(value_of<std::string>(R"("\u0000\r\/")"), std::string("\0\r/", 3));
    std::string long_text(100'000, 'x');
    EXPECT_EQ(value_of<std::string>(fmt::format("\"{}\"", long_text)), long_text);
}

TEST(JsonDecode, stores_an_email_in_lower_case) {
    EXPECT_EQ(value_of<Email>(R"("Kim.Min@Example.CO.KR")").value, "kim.min@example.co.kr");
    EXPECT_EQ(errors_of<Email>(R"("kim")"), one(Problem::not_an_email, "name@example.com"));
    auto long_host = std::string(250, 'a');
    EXPECT_EQ(errors_of<Email>(fmt::format("\"a@{}.kr\"", long_host)),
              one(Problem::too_long, "3..254"));
}

TEST(JsonDecode, wants_absolute_urls_of_the_web) {
    EXPECT_EQ(value_of<Url>(R"("https://example.com/a?b=c#d")").value,
              "https://example.com/a?b=c#d");
    for (auto text : {R"("/relative/path")", "\"javascript:alert(1)\"", R"("ftp://example.com")"}) {
        EXPECT_EQ(errors_of<Url>(text), one(Problem::not_a_url, "https://…")) << text;
    }
}

TEST(JsonDecode, lists_the_enumerators_when_none_fits) {
    EXPECT_EQ(value_of<Colour>(R"("green")"), Colour::green);
    for (auto text : {R"("Green")", R"("")", R"("1")"}) {
        EXPECT_EQ(errors_of<Colour>(text),
                  one(Problem::not_an_enumerator, "one of: red, green, blue"));
    }
    EXPECT_EQ(errors_of<Colour>("1"), one(Problem::wrong_type, "string"));
}

TEST(JsonDecode, tells_a_wrong_kind_of_id_from_no_id) {
    EXPECT_EQ(value_of<SkuId>(fmt::format("\"{}\"", sku)).text(), sku);
    EXPECT_EQ(errors_of<OrderId>(fmt::format("\"{}\"", sku)), one(Problem::wrong_id_kind, "ord_…"));
    for (auto text : {"", "ord", "ord_", "ord_01h455vb4pex5vsknk084sn02",
                      "ord_81h455vb4pex5vsknk084sn02q", "ord_01H455VB4PEX5VSKNK084SN02Q",
                      "01h455vb4pex5vsknk084sn02q", "_01h455vb4pex5vsknk084sn02q"}) {
        EXPECT_EQ(errors_of<OrderId>(fmt::format("\"{}\"", text)), one(Problem::not_an_id, "ord_…"))
            << text;
    }
}

TEST(JsonDecode, reads_money_as_amount_and_currency) {
    EXPECT_EQ(value_of<Money>(R"({"currency":"USD","amount":-5})"), (Money{-5, Currency::USD}));
    EXPECT_EQ(errors_of<Money>("12000"), one(Problem::wrong_type, "object"));
    EXPECT_EQ(errors_of<Money>(R"({"amount":1,"currency":"krw"})"),
              one(Problem::unknown_currency, "one of: KRW, USD, JPY", "/value/currency"));
    EXPECT_EQ(errors_of<Money>(R"({"amount":1.5,"currency":"KRW"})"),
              one(Problem::wrong_type, "integer", "/value/amount"));
    EXPECT_EQ(errors_of<Money>(R"({"amount":1,"currency":"KRW","scale":2})"),
              one(Problem::unknown_field, "", "/value/scale"));
}

TEST(JsonDecode, reads_times_with_any_offset) {
    EXPECT_EQ(value_of<Timestamp>(R"("1970-01-01T09:00:01+09:00")"), Timestamp{1'000'000});
    EXPECT_EQ(errors_of<Timestamp>(R"("yesterday")"),
              one(Problem::not_a_time, "2026-01-31T09:00:00Z"));
    EXPECT_EQ(errors_of<Timestamp>("1769850000"), one(Problem::wrong_type, "string"));
}

TEST(JsonDecode, counts_the_items_of_a_list) {
    using Numbers = List<std::int64_t, 1, 2>;
    EXPECT_EQ(value_of<Numbers>("[1,2]").value, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(errors_of<Numbers>("[]"), one(Problem::too_few, "1..2"));
    EXPECT_EQ(errors_of<Numbers>("[1,2,\"not looked at\"]"), one(Problem::too_many, "1..2"));
    EXPECT_EQ(errors_of<Numbers>("{}"), one(Problem::wrong_type, "array"));
}

TEST(JsonDecode, limits_the_entries_of_a_map) {
    using Map = std::map<std::string, std::string>;
    EXPECT_EQ(value_of<Map>(R"({"b":"2","a":"1"})"), (Map{{"a", "1"}, {"b", "2"}}));
    EXPECT_EQ(errors_of<Map>(R"({"a":1})"), one(Problem::wrong_type, "string", "/value/a"));
    EXPECT_EQ(errors_of<Map>(R"({"a":"\u0000"})"), one(Problem::control_character, "", "/value/a"));
    EXPECT_EQ(errors_of<Map>(R"({"\r":""})"), one(Problem::control_character, "", "/value/\r"));
    std::string many = "{";
    for (int i = 0; i < 101; ++i) many += fmt::format("\"{}\":\"\",", i);
    many.back() = '}';
    EXPECT_EQ(errors_of<Map>(many), one(Problem::too_many, "0..100"));
}

}  // namespace
}  // namespace jangteo::codec

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <regex>

#include "contracts/codec/openapi.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

namespace json = boost::json;

template <class T>
struct Box {
    T value{};
    BOOST_DESCRIBE_CLASS(Box, (), (value), (), ())
};

template <class T>
json::value schema_of() {
    json::object components;
    return openapi_schema(shape_of<T>(), components);
}

namespace other {
enum class Colour { cyan };
BOOST_DESCRIBE_ENUM(Colour, cyan)
}  // namespace other

TEST(OpenApi, says_the_limits_of_each_kind) {
    EXPECT_EQ(schema_of<bool>(), json::parse(R"({"type":"boolean"})"));
    EXPECT_EQ(schema_of<std::int64_t>(), json::parse(R"({"type":"integer","format":"int64"})"));
    EXPECT_EQ((schema_of<Int<1, 9>>()),
              json::parse(R"({"type":"integer","format":"int64","minimum":1,"maximum":9})"));
    EXPECT_EQ(schema_of<std::string>(), json::parse(R"({"type":"string"})"));
    EXPECT_EQ((schema_of<Text<1, 9>>()),
              json::parse(R"({"type":"string","minLength":1,"maxLength":9})"));
    EXPECT_EQ(schema_of<Email>(),
              json::parse(R"({"type":"string","format":"email","minLength":3,"maxLength":254})"));
    EXPECT_EQ(schema_of<Url>(),
              json::parse(R"({"type":"string","format":"uri","minLength":8,"maxLength":2000})"));
    EXPECT_EQ(schema_of<Timestamp>(), json::parse(R"({"type":"string","format":"date-time"})"));
    EXPECT_EQ(
        (schema_of<List<std::string, 1, 5>>()),
        json::parse(R"({"type":"array","items":{"type":"string"},"minItems":1,"maxItems":5})"));
    EXPECT_EQ(
        (schema_of<std::map<std::string, std::string>>()),
        json::parse(
            R"({"type":"object","additionalProperties":{"type":"string"},"maxProperties":100})"));
}

TEST(OpenApi, lets_null_stand_for_an_empty_optional) {
    EXPECT_EQ(schema_of<std::optional<std::string>>(),
              json::parse(R"({"type":["string","null"]})"));
    EXPECT_EQ(schema_of<std::optional<Money>>(),
              json::parse(R"({"anyOf":[{"$ref":"#/components/schemas/Money"},{"type":"null"}]})"));
}

TEST(OpenApi, gives_a_pattern_that_real_ids_match) {
    auto schema = schema_of<OrderId>();
    std::regex pattern(std::string(schema.at("pattern").as_string()));
    EXPECT_TRUE(std::regex_match(OrderId().text(), pattern));
    EXPECT_TRUE(std::regex_match("ord_7zzzzzzzzzzzzzzzzzzzzzzzzz", pattern));
    for (auto text : {"ord_8zzzzzzzzzzzzzzzzzzzzzzzzz", "ord_0000000000000000000000000i",
                      "sku_00000000000000000000000000", "ord_0000000000000000000000000l",
                      "ord_0000000000000000000000000O"}) {
        EXPECT_FALSE(std::regex_match(text, pattern)) << text;
    }
}

TEST(OpenApi, names_objects_and_enumerations_once) {
    json::object components;
    auto schema = openapi_schema(shape_of<testing::Item>(), components);
    openapi_schema(shape_of<testing::Item>(), components);
    openapi_schema(shape_of<testing::Colour>(), components);
    EXPECT_EQ(schema, json::parse(R"({"$ref":"#/components/schemas/Item"})"));
    EXPECT_EQ(components.at("Colour"),
              json::parse(R"({"type":"string","enum":["red","green","blue"]})"));
    EXPECT_EQ(components.at("Money").at("properties").at("currency").at("enum"),
              json::parse(R"(["KRW","USD","JPY"])"));
    EXPECT_EQ(components.size(), 3U);
    EXPECT_EQ(components.at("Item").at("additionalProperties"), false);
}

TEST(OpenApi, requires_what_is_not_optional) {
    json::object components;
    openapi_schema(shape_of<testing::Everything>(), components);
    auto required = components.at("Everything").at("required").as_array();
    EXPECT_EQ(required.size(), shape_of<testing::Everything>().fields.size() - 3);
    EXPECT_EQ(std::ranges::find(required, json::value("note")), required.end());
    EXPECT_EQ(components.at("Everything").at("properties").as_object().size(), 19U);
}

TEST(OpenApiDeathTest, stops_at_one_name_for_two_schemas) {
    json::object components;
    openapi_schema(shape_of<testing::Colour>(), components);
    EXPECT_DEATH(openapi_schema(shape_of<other::Colour>(), components),
                 "Colour names two different schemas");
}

}  // namespace
}  // namespace jangteo::codec

#include <gtest/gtest.h>

#include "contracts/codec/avro.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

struct Pair {
    testing::Item first;
    std::optional<testing::Item> second;
    std::vector<testing::Colour> colours;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Pair, (), (first, second, colours, at))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

namespace other {
enum class Colour { cyan };
BOOST_DESCRIBE_ENUM(Colour, cyan)
}  // namespace other

struct Ambiguous {
    testing::Colour mine;
    other::Colour theirs;
};
BOOST_DESCRIBE_STRUCT(Ambiguous, (), (mine, theirs))

struct Doubly {
    std::optional<std::optional<bool>> maybe;
};
BOOST_DESCRIBE_STRUCT(Doubly, (), (maybe))

TEST(AvroSchema, defines_a_name_once_and_refers_to_it_after) {
    EXPECT_EQ(
        avro_schema(shape_of<Pair>(), "jangteo.order"),
        R"({"type":"record","name":"Pair","namespace":"jangteo.order","fields":[)"
        R"({"name":"first","type":{"type":"record","name":"Item","fields":[)"
        R"({"name":"sku","type":{"type":"fixed","name":"Uuid","size":16,"logicalType":"uuid"}},)"
        R"({"name":"quantity","type":"long"},)"
        R"({"name":"price","type":{"type":"record","name":"Money","fields":[)"
        R"({"name":"amount","type":"long"},{"name":"currency","type":)"
        R"({"type":"enum","name":"Currency","symbols":["KRW","USD","JPY"]}}]}}]}},)"
        R"({"name":"second","type":["null","Item"],"default":null},)"
        R"({"name":"colours","type":{"type":"array","items":)"
        R"({"type":"enum","name":"Colour","symbols":["red","green","blue"]}}},)"
        R"({"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}}]})");
}

TEST(AvroSchema, describes_a_struct_without_members) {
    EXPECT_EQ(avro_schema(shape_of<Nothing>(), "a.b"),
              R"({"type":"record","name":"Nothing","namespace":"a.b","fields":[]})");
}

TEST(AvroSchemaDeathTest, stops_at_one_name_for_two_shapes) {
    EXPECT_DEATH(avro_schema(shape_of<Ambiguous>(), "a"), "Colour names two shapes");
}

TEST(AvroSchemaDeathTest, stops_at_an_optional_of_an_optional) {
    EXPECT_DEATH(avro_schema(shape_of<Doubly>(), "a"), "no union in a union");
}

}  // namespace
}  // namespace jangteo::codec

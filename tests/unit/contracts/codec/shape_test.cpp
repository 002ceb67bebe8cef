#include "contracts/codec/shape.hpp"

#include <gtest/gtest.h>

#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

using testing::Colour;
using testing::Item;

struct Prefilled {
    std::vector<std::int64_t> numbers{1};
};
BOOST_DESCRIBE_STRUCT(Prefilled, (), (numbers))

struct Presumed {
    std::optional<bool> yes = true;
};
BOOST_DESCRIBE_STRUCT(Presumed, (), (yes))

TEST(Shape, names_members_in_declared_order_with_their_places) {
    const auto& shape = shape_of<Item>();
    EXPECT_EQ(shape.name, "Item");
    ASSERT_EQ(shape.fields.size(), 3U);
    EXPECT_EQ(shape.fields[1].name, "quantity");
    EXPECT_EQ(shape.fields[1].offset, offsetof(Item, quantity));
    EXPECT_EQ(shape.fields[1].shape->max, 1'000'000);
    EXPECT_EQ(shape.fields[0].shape->prefix, "sku");
}

TEST(Shape, turns_enumerators_into_text_and_back) {
    EXPECT_EQ(text_of_enum(Colour::green), "green");
    EXPECT_EQ(parse_enum<Colour>("blue"), Colour::blue);
    EXPECT_EQ(parse_enum<Colour>("Blue"), std::nullopt);
    EXPECT_EQ(shape_of<Colour>().name, "Colour");
}

TEST(ShapeDeathTest, stops_at_members_that_a_decoder_could_not_empty) {
    EXPECT_DEATH(shape_of<Prefilled>(), "Prefilled.numbers is not empty by default");
    EXPECT_DEATH(shape_of<Presumed>(), "Presumed.yes is not empty by default");
}

}  // namespace
}  // namespace jangteo::codec

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "contracts/codec/avro.hpp"
#include "contracts/codec/avro_reader.hpp"
#include "tests/contract/avro_oracle.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

using testing::AvroOracle;
using testing::Everything;

const AvroOracle& oracle() {
    static const auto one = AvroOracle::of(avro_schema(shape_of<Everything>(), "jangteo.test"));
    return one.value();
}

TEST(AvroOracle, takes_our_schema) {
    auto schema = avro_schema(shape_of<Everything>(), "jangteo.test");
    EXPECT_TRUE(AvroOracle::of(schema)) << avro_strerror() << "\n" << schema;
}

TEST(AvroOracle, tells_a_difference_when_there_is_one) {
    Everything value;
    auto bytes = encode_avro(value);
    EXPECT_EQ(oracle().difference(bytes, &value, shape_of<Everything>()), "");
    value.item.price.amount = 7;
    EXPECT_EQ(oracle().difference(bytes, &value, shape_of<Everything>()),
              ".item.price is 0 there and 7 here");
    EXPECT_NE(oracle().difference(bytes + "x", &value, shape_of<Everything>()), "");
    EXPECT_NE(oracle().difference(bytes.substr(1), &value, shape_of<Everything>()), "");
}

RC_GTEST_PROP(AvroOracle, reads_our_bytes_as_the_same_values, (const Everything& value)) {
    RC_ASSERT(oracle().difference(encode_avro(value), &value, shape_of<Everything>()) == "");
}

RC_GTEST_PROP(AvroOracle, writes_bytes_that_we_read_as_the_same_values, (const Everything& value)) {
    auto decoded = decode_avro<Everything>(oracle().encode(&value, shape_of<Everything>()));
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == value);
}

struct Parcel {
    Binary content;
    std::optional<Binary> seal;
};
BOOST_DESCRIBE_STRUCT(Parcel, (), (content, seal))

RC_GTEST_PROP(AvroOracle, reads_and_writes_bytes_like_us, (const std::string& content)) {
    auto theirs = AvroOracle::of(avro_schema(shape_of<Parcel>(), "jangteo.test")).value();
    Parcel parcel{Binary(content), Binary(content + "\xFF")};
    RC_ASSERT(theirs.difference(encode_avro(parcel), &parcel, shape_of<Parcel>()) == "");
    RC_ASSERT(theirs.encode(&parcel, shape_of<Parcel>()) == encode_avro(parcel));
}

namespace old {
struct Item {
    SkuId sku;
    std::int64_t quantity = 0;
    std::optional<Money> price;
    testing::Colour colour = testing::Colour::red;
};
BOOST_DESCRIBE_STRUCT(Item, (), (sku, quantity, price, colour))
}  // namespace old

namespace shorter {
struct Item {
    testing::Colour colour = testing::Colour::red;
    SkuId sku;
};
BOOST_DESCRIBE_STRUCT(Item, (), (colour, sku))
}  // namespace shorter

namespace longer {
struct Item {
    SkuId sku;
    std::int64_t quantity = 0;
    std::optional<Money> price;
    testing::Colour colour = testing::Colour::red;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Item, (), (sku, quantity, price, colour, note))
}  // namespace longer

template <class T>
std::string schema_of() {
    return avro_schema(shape_of<T>(), "jangteo.test");
}

const old::Item old_item{SkuId(*uuid_of_base32("01h455vb4pex5vsknk084sn02q")), 3, won(5),
                         testing::Colour::blue};

TEST(AvroOracle, agrees_with_our_reader_about_fields_dropped_and_moved) {
    auto reader = AvroReader::of(schema_of<old::Item>(), shape_of<shorter::Item>()).value();
    auto ours = reader.decode<shorter::Item>(encode_avro(old_item)).value();
    auto writer = AvroOracle::of(schema_of<old::Item>()).value();
    auto theirs = AvroOracle::of(schema_of<shorter::Item>()).value();
    EXPECT_EQ(
        theirs.resolved_difference(writer, encode_avro(old_item), &ours, shape_of<shorter::Item>()),
        "");
    EXPECT_EQ(ours.colour, testing::Colour::blue);
}

// avro-c has no defaults of the reader, which is why our reader exists
// (docs/decisions/0006-avro-resolution.md).
TEST(AvroOracle, cannot_read_bytes_from_before_a_field_was_added_and_our_reader_can) {
    auto reader = AvroReader::of(schema_of<old::Item>(), shape_of<longer::Item>()).value();
    auto ours = reader.decode<longer::Item>(encode_avro(old_item)).value();
    EXPECT_EQ(ours.quantity, 3);
    EXPECT_EQ(ours.price, won(5));
    EXPECT_EQ(ours.note, std::nullopt);
    auto writer = AvroOracle::of(schema_of<old::Item>()).value();
    auto theirs = AvroOracle::of(schema_of<longer::Item>()).value();
    EXPECT_EQ(
        theirs.resolved_difference(writer, encode_avro(old_item), &ours, shape_of<longer::Item>()),
        "Reader field note doesn't appear in writer");
}

}  // namespace
}  // namespace jangteo::codec

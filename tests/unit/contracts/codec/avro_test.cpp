#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "contracts/codec/avro.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

using testing::Colour;
using testing::Everything;
using testing::Item;
using namespace std::string_literals;

template <class T>
struct Box {
    T value{};
    BOOST_DESCRIBE_CLASS(Box, (), (value), (), ())
};

template <class T>
std::string bytes_of(T value) {
    return encode_avro(Box<T>{std::move(value)});
}

template <class T>
std::optional<T> value_of(std::string_view bytes) {
    auto box = decode_avro<Box<T>>(bytes);
    return box ? std::optional<T>(box->value) : std::nullopt;
}

TEST(Avro, writes_integers_as_zigzag_varints) {
    EXPECT_EQ(bytes_of<std::int64_t>(0), "\0"s);
    EXPECT_EQ(bytes_of<std::int64_t>(-1), "\1"s);
    EXPECT_EQ(bytes_of<std::int64_t>(1), "\2"s);
    EXPECT_EQ(bytes_of<std::int64_t>(-64), "\x7F"s);
    EXPECT_EQ(bytes_of<std::int64_t>(64), "\x80\1"s);
    EXPECT_EQ(bytes_of(std::numeric_limits<std::int64_t>::max()),
              "\xFE" + std::string(8, '\xFF') + "\1");
    EXPECT_EQ(bytes_of(std::numeric_limits<std::int64_t>::min()), std::string(9, '\xFF') + "\1");
}

TEST(Avro, writes_each_kind_as_the_specification_says) {
    EXPECT_EQ(bytes_of(true), "\1"s);
    EXPECT_EQ(bytes_of("foo"s), "\6foo"s);
    EXPECT_EQ(bytes_of(Colour::blue), "\4"s);
    EXPECT_EQ(bytes_of(Money{5, Currency::JPY}), "\x0A\4"s);
    EXPECT_EQ(bytes_of(Timestamp{3}), "\6"s);
    EXPECT_EQ(bytes_of(std::optional<std::int64_t>()), "\0"s);
    EXPECT_EQ(bytes_of(std::optional<std::int64_t>(3)), "\2\6"s);
    EXPECT_EQ(bytes_of(std::vector<std::int64_t>{3, 27}), "\4\6\x36\0"s);
    EXPECT_EQ(bytes_of(std::vector<std::int64_t>{}), "\0"s);
    EXPECT_EQ(bytes_of(std::map<std::string, std::string>{{"a", "b"}}), "\2\2a\2b\0"s);
    EXPECT_EQ(bytes_of(OrderId()), std::string(16, '\0'));
}

RC_GTEST_PROP(Avro, gives_back_what_was_written, (const Everything& value)) {
    auto decoded = decode_avro<Everything>(encode_avro(value));
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == value);
}

RC_GTEST_PROP(Avro, refuses_bytes_that_are_cut_off_anywhere, (const Everything& value)) {
    auto bytes = encode_avro(value);
    auto size = *rc::gen::inRange<std::size_t>(0, bytes.size());
    RC_ASSERT(!decode_avro<Everything>(bytes.substr(0, size)).has_value());
}

RC_GTEST_PROP(Avro, refuses_bytes_left_over, (const Everything& value, std::uint8_t byte)) {
    auto bytes = encode_avro(value) + static_cast<char>(byte);
    RC_ASSERT(!decode_avro<Everything>(bytes).has_value());
}

// Whatever damaged bytes still mean, they mean the same when written again.
RC_GTEST_PROP(Avro, survives_damage_to_any_byte, (const Everything& value, std::uint8_t byte)) {
    auto bytes = encode_avro(value);
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(byte);
    auto decoded = decode_avro<Everything>(bytes);
    if (decoded) RC_ASSERT(*decode_avro<Everything>(encode_avro(*decoded)) == *decoded);
}

TEST(Avro, refuses_varints_of_more_than_64_bits) {
    EXPECT_FALSE(value_of<std::int64_t>(std::string(9, '\xFF') + "\2"));
    EXPECT_FALSE(value_of<std::int64_t>(std::string(10, '\x80') + "\0"s));
    EXPECT_FALSE(value_of<std::int64_t>(std::string(100, '\xFF')));
    EXPECT_FALSE(value_of<std::int64_t>(""));
}

TEST(Avro, refuses_a_boolean_other_than_0_and_1) {
    EXPECT_TRUE(value_of<bool>("\1"));
    EXPECT_FALSE(value_of<bool>("\2"));
}

struct Envelope {
    Binary payload;
};
BOOST_DESCRIBE_STRUCT(Envelope, (), (payload))

TEST(Avro, binary_holds_any_bytes) {
    Envelope envelope{Binary(std::string("\xff\x00\x80", 3))};
    auto read = decode_avro<Envelope>(encode_avro(envelope));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->payload, envelope.payload);
    EXPECT_NE(avro_schema(shape_of<Envelope>(), "x").find(R"("type":"bytes")"), std::string::npos);
}

TEST(Avro, refuses_text_that_is_not_utf8) {
    EXPECT_EQ(value_of<std::string>("\4\xC3\xA9"), "é");
    EXPECT_FALSE(value_of<std::string>("\2\xFF"));
    EXPECT_FALSE((value_of<std::map<std::string, std::string>>("\2\2\xFF\2b\0"s)));
}

TEST(Avro, refuses_lengths_beyond_the_bytes_and_below_zero) {
    EXPECT_FALSE(value_of<std::string>("\6ab"));
    EXPECT_FALSE(value_of<std::string>("\1"));
    EXPECT_FALSE(value_of<std::string>(std::string(9, '\xFF') + "\1"));
    EXPECT_FALSE(value_of<std::string>("\xFE" + std::string(8, '\xFF') + "\1"));
}

TEST(Avro, refuses_enumerators_and_branches_that_do_not_exist) {
    EXPECT_EQ(value_of<Colour>("\4"), Colour::blue);
    EXPECT_FALSE(value_of<Colour>("\6"));
    EXPECT_FALSE(value_of<Colour>("\1"));
    EXPECT_FALSE(value_of<Money>("\2\6"));
    EXPECT_FALSE(value_of<std::optional<bool>>("\4\1"));
    EXPECT_FALSE(value_of<std::optional<bool>>("\1\1"));
}

TEST(Avro, refuses_times_that_no_text_can_say) {
    EXPECT_TRUE(value_of<Timestamp>(bytes_of(latest_timestamp)));
    EXPECT_TRUE(value_of<Timestamp>(bytes_of(earliest_timestamp)));
    EXPECT_FALSE(value_of<Timestamp>(bytes_of(latest_timestamp + microseconds(1))));
    EXPECT_FALSE(value_of<Timestamp>(bytes_of(earliest_timestamp - microseconds(1))));
}

TEST(Avro, reads_lists_in_blocks_with_and_without_sizes) {
    using Numbers = std::vector<std::int64_t>;
    EXPECT_EQ(value_of<Numbers>("\2\6\2\x36\0"s), (Numbers{3, 27}));
    EXPECT_EQ(value_of<Numbers>("\3\4\6\x36\0"s), (Numbers{3, 27}));
    EXPECT_FALSE(value_of<Numbers>("\3\2\6\x36\0"s)) << "the block is longer than it says";
    EXPECT_FALSE(value_of<Numbers>("\3\6\6\x36\0"s)) << "the block is shorter than it says";
    EXPECT_FALSE(value_of<Numbers>(std::string(9, '\xFF') + "\1\2\6\0"s)) << "a count of INT64_MIN";
    EXPECT_FALSE(value_of<Numbers>("\2\6")) << "no end";
}

TEST(Avro, refuses_a_name_that_occurs_twice_in_a_map) {
    using Map = std::map<std::string, std::string>;
    EXPECT_EQ(value_of<Map>("\4\2a\2b\2c\2d\0"s), (Map{{"a", "b"}, {"c", "d"}}));
    EXPECT_FALSE(value_of<Map>("\4\2a\2b\2a\2d\0"s));
}

TEST(Avro, does_not_believe_a_huge_count) {
    std::string claim = "\xFE" + std::string(8, '\xFF') + "\1";  // 2^63 - 1
    EXPECT_FALSE(value_of<std::vector<std::string>>(claim));
    EXPECT_FALSE(value_of<std::vector<std::string>>(claim + std::string(100, '\0')));
    EXPECT_FALSE((value_of<std::map<std::string, std::string>>(claim)));
}

}  // namespace
}  // namespace jangteo::codec

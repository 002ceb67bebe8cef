#include "contracts/codec/avro_reader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "contracts/codec/avro.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

using testing::Everything;
using namespace std::string_literals;

namespace old {
enum class State { open, closed };
BOOST_DESCRIBE_ENUM(State, open, closed)
struct Line {
    SkuId sku;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(Line, (), (sku, quantity))
struct Order {
    OrderId id;
    std::string name;
    State state = State::open;
    std::vector<Line> lines;
    std::optional<Line> gift;
    std::map<std::string, std::string> labels;
    Money total;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Order, (), (id, name, state, lines, gift, labels, total, at))
}  // namespace old

// As a later version may be: fields in another order, some gone, some new, a symbol in front, a
// struct renamed.
namespace now {
enum class State { draft, closed, open };
BOOST_DESCRIBE_ENUM(State, draft, closed, open)
struct OrderLine {
    std::int64_t quantity = 0;
    std::optional<Money> price;
    SkuId sku;
};
BOOST_DESCRIBE_STRUCT(OrderLine, (), (quantity, price, sku))
struct Order {
    Timestamp at;
    std::optional<std::string> name;
    State state = State::draft;
    std::vector<OrderLine> lines;
    std::optional<std::string> note;
    OrderId id;
};
BOOST_DESCRIBE_STRUCT(Order, (), (at, name, state, lines, note, id))
}  // namespace now

template <class T>
struct Box {
    T value{};
    BOOST_DESCRIBE_CLASS(Box, (), (value), (), ())
};

template <class Writer, class Reader>
AvroReader reader_of() {
    return AvroReader::of(avro_schema(shape_of<Writer>(), "jangteo.order"), shape_of<Reader>())
        .value();
}

std::string box_schema(std::string_view type) {
    return fmt::format(
        R"({{"type":"record","name":"Box","fields":[{{"name":"value","type":{}}}]}})", type);
}

template <class T>
std::string refusal_of(std::string_view type) {
    auto reader = AvroReader::of(box_schema(type), shape_of<Box<T>>());
    return reader ? "" : reader.error();
}

template <class T>
std::optional<T> value_of(std::string_view type, std::string_view bytes) {
    auto box =
        AvroReader::of(box_schema(type), shape_of<Box<T>>()).value().template decode<Box<T>>(bytes);
    return box ? std::optional<T>(box->value) : std::nullopt;
}

old::Order old_order() {
    Uuid uuid = *uuid_of_base32("01h455vb4pex5vsknk084sn02q");
    return {OrderId(uuid),
            "bag",
            old::State::open,
            {{SkuId(uuid), 3}, {SkuId(), 4}},
            old::Line{SkuId(uuid), 1},
            {{"a", "b"}},
            won(5),
            Timestamp{6}};
}

TEST(AvroReader, reads_bytes_of_an_older_version) {
    auto order =
        reader_of<old::Order, now::Order>().decode<now::Order>(encode_avro(old_order())).value();
    EXPECT_EQ(order.id, old_order().id);
    EXPECT_EQ(order.name, "bag");
    EXPECT_EQ(order.state, now::State::open);
    EXPECT_EQ(order.at, Timestamp{6});
    EXPECT_EQ(order.note, std::nullopt);
    ASSERT_EQ(order.lines.size(), 2U);
    EXPECT_EQ(order.lines[0].sku, old_order().lines[0].sku);
    EXPECT_EQ(order.lines[1].quantity, 4);
    EXPECT_EQ(order.lines[1].price, std::nullopt);
}

TEST(AvroReader, says_which_field_the_writer_lacks) {
    auto reader = AvroReader::of(avro_schema(shape_of<now::Order>(), "a"), shape_of<old::Order>());
    EXPECT_EQ(reader.error(), "labels: the writer has no such field");
}

RC_GTEST_PROP(AvroReader, reads_its_own_version_like_the_plain_decoder, (const Everything& value)) {
    static const auto reader = reader_of<Everything, Everything>();
    RC_ASSERT(reader.decode<Everything>(encode_avro(value)) == value);
}

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

RC_GTEST_PROP(AvroReader, reads_past_every_kind_of_field, (const Everything& value)) {
    static const auto reader = reader_of<Everything, Empty>();
    auto bytes = encode_avro(value);
    Empty empty;
    RC_ASSERT(reader.decode(bytes, &empty));
    RC_ASSERT(!reader.decode(bytes + "x", &empty));
    RC_ASSERT(!reader.decode(bytes.substr(0, bytes.size() - 1), &empty));
}

RC_GTEST_PROP(AvroReader, survives_damage_to_any_byte,
              (const Everything& value, std::uint8_t byte)) {
    static const auto reader = reader_of<Everything, Everything>();
    auto bytes = encode_avro(value);
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(byte);
    RC_ASSERT(reader.decode<Everything>(bytes) == decode_avro<Everything>(bytes));
}

TEST(AvroReader, reads_a_value_where_an_optional_is_wanted) {
    EXPECT_EQ(value_of<std::optional<std::int64_t>>(R"("long")", "\6"), 3);
    EXPECT_EQ(value_of<std::optional<std::int64_t>>(R"(["long","null"])", "\0\6"s), 3);
    EXPECT_EQ(value_of<std::optional<std::int64_t>>(R"(["long","null"])", "\2").value(),
              std::nullopt);
    EXPECT_EQ(value_of<std::optional<std::int64_t>>(R"("null")", "").value(), std::nullopt);
}

TEST(AvroReader, reads_an_optional_where_a_value_is_wanted_unless_it_is_empty) {
    EXPECT_EQ(value_of<std::int64_t>(R"(["null","long"])", "\2\6"), 3);
    EXPECT_EQ(value_of<std::int64_t>(R"(["null","long"])", "\0"s), std::nullopt);
    EXPECT_EQ(value_of<std::int64_t>(R"(["null","long"])", "\4\6"), std::nullopt);
}

TEST(AvroReader, widens_what_the_specification_lets_it_widen) {
    EXPECT_EQ(value_of<std::int64_t>(R"("int")", "\6"), 3);
    EXPECT_EQ(value_of<std::string>(R"("bytes")", "\2a"), "a");
    EXPECT_EQ(value_of<std::string>(R"("bytes")", "\2\xFF"), std::nullopt);
    EXPECT_EQ(value_of<Binary>(R"("bytes")", "\2\xFF"), Binary("\xFF"s));
    EXPECT_EQ(value_of<Binary>(R"("string")", "\2a"), Binary("a"s));
    EXPECT_EQ(value_of<std::int64_t>(R"({"type":"long","logicalType":"anything"})", "\6"), 3);
}

TEST(AvroReader, refuses_a_symbol_that_it_does_not_know_only_when_it_occurs) {
    auto symbols = R"({"type":"enum","name":"State","symbols":["open","lost","closed"]})";
    EXPECT_EQ(value_of<old::State>(symbols, "\4"), old::State::closed);
    EXPECT_EQ(value_of<old::State>(symbols, "\2"), std::nullopt);
    EXPECT_EQ(value_of<old::State>(symbols, "\6"), std::nullopt);
}

TEST(AvroReader, refuses_types_that_are_not_ours) {
    const auto wrong = "value: the writer's type is not ours"s;
    EXPECT_EQ(refusal_of<std::int64_t>(R"("string")"), wrong);
    EXPECT_EQ(refusal_of<std::int64_t>(R"("double")"), wrong);
    EXPECT_EQ(refusal_of<std::int64_t>(R"(["null","string"])"), wrong);
    EXPECT_EQ(refusal_of<std::string>(R"("long")"), wrong);
    EXPECT_EQ(refusal_of<old::State>(R"("string")"), wrong);
    EXPECT_EQ(refusal_of<std::vector<std::int64_t>>(R"({"type":"map","values":"long"})"), wrong);
    EXPECT_EQ(refusal_of<std::vector<std::int64_t>>(R"({"type":"array","items":"string"})"), wrong);
    EXPECT_EQ(refusal_of<OrderId>(R"({"type":"fixed","name":"F","size":15})"),
              "value: an id has 16 bytes");
    EXPECT_EQ(refusal_of<Money>(
                  R"({"type":"record","name":"M","fields":[{"name":"amount","type":"long"}]})"),
              "value: currency: the writer has no such field");
}

TEST(AvroReader, refuses_what_is_no_schema) {
    for (auto type :
         {"1", "{}", R"("nowhere")", R"({"type":"array"})", R"({"type":"enum","name":"E"})",
          R"({"type":"enum","name":"E","symbols":[1]})", R"({"type":"fixed","name":"F"})",
          R"({"type":"fixed","name":"F","size":-1})", R"({"type":"record","name":"R"})",
          R"({"type":"record","name":"R","fields":[1]})", R"({"type":"map"})", "[]"}) {
        EXPECT_NE(refusal_of<std::optional<std::string>>(type), "") << type;
    }
    EXPECT_EQ(AvroReader::of("{", shape_of<Empty>()).error(), "the schema is not JSON");
}

TEST(AvroReader, refuses_schemas_that_grow_without_end) {
    std::string recursive = R"({"type":"record","name":"R","fields":[)"
                            R"({"name":"r","type":{"type":"array","items":"R"}}]})";
    std::string laughs = R"({"type":"record","name":"L0","fields":[{"name":"a","type":"long"}]})";
    for (int i = 1; i < 20; ++i) {
        laughs = fmt::format(R"({{"type":"record","name":"L{}","fields":[{{"name":"a","type":{}}},)"
                             R"({{"name":"b","type":"L{}"}}]}})",
                             i, laughs, i - 1);
    }
    for (const auto& schema : {recursive, laughs}) {
        auto error = AvroReader::of(schema, shape_of<Empty>()).error();
        EXPECT_TRUE(error.ends_with("recursive, too deep or too large")) << error;
    }
}

TEST(AvroReader, finds_names_in_their_namespaces) {
    auto schema = R"({"type":"record","name":"a.b.Box","fields":[
        {"name":"x","type":{"type":"enum","name":"S","symbols":["open","closed"]}},
        {"name":"y","type":{"type":"enum","name":"S","namespace":"c","symbols":["closed"]}},
        {"name":"z","type":"c.S"},{"name":"value","type":"S"}]})";
    auto reader = AvroReader::of(schema, shape_of<Box<old::State>>()).value();
    EXPECT_EQ(reader.decode<Box<old::State>>("\0\0\0\2"s)->value, old::State::closed);
    EXPECT_EQ(reader.decode<Box<old::State>>("\0\0\2\2"s), std::nullopt);
}

TEST(AvroReader, reads_past_types_that_we_never_write) {
    auto schema = R"({"type":"record","name":"Box","fields":[
        {"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"b","type":"bytes"},
        {"name":"m","type":{"type":"map","values":{"type":"array","items":["null","int"]}}},
        {"name":"value","type":"long"}]})";
    auto reader = AvroReader::of(schema, shape_of<Box<std::int64_t>>()).value();
    auto bytes =
        "1234"
        "12345678"
        "\4\xFF\xFE"
        "\2\2k\4\0\2\6\0\0"
        "\x0A"s;
    EXPECT_EQ(reader.decode<Box<std::int64_t>>(bytes).value().value, 5);
}

TEST(AvroReader, does_not_believe_a_huge_count_of_things_without_bytes) {
    auto count = "\xFE" + std::string(8, '\xFF') + "\1";  // 2^63 - 1
    auto schema = R"({"type":"record","name":"R","fields":[)"
                  R"({"name":"n","type":{"type":"array","items":"null"}}]})";
    auto reader = AvroReader::of(schema, shape_of<Empty>()).value();
    EXPECT_FALSE(reader.decode<Empty>(count + "\0"s));
}

}  // namespace
}  // namespace jangteo::codec

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <rapidcheck/gtest.h>

#include "contracts/codec/json.hpp"
#include "tests/support/everything.hpp"

namespace jangteo::codec {
namespace {

using testing::Colour;
using testing::Everything;
using testing::Item;

const Uuid uuid = *uuid_of_base32("01h455vb4pex5vsknk084sn02q");

TEST(JsonEncode, writes_members_in_declared_order_and_leaves_empty_ones_out) {
    Item item{SkuId(uuid), 3, {1500, Currency::USD}};
    EXPECT_EQ(encode_json(item), R"({"sku":"sku_01h455vb4pex5vsknk084sn02q","quantity":3,)"
                                 R"("price":{"amount":1500,"currency":"USD"}})");

    Everything everything;
    everything.order_id = OrderId(uuid);
    everything.time = Timestamp{1};
    everything.notes = {std::nullopt, "x"};
    everything.second_colour = Colour::blue;
    EXPECT_EQ(
        encode_json(everything),
        R"({"order_id":"ord_01h455vb4pex5vsknk084sn02q","flag":false,"number":0,"small":0,)"
        R"("plain":"",)"
        R"("title":"title","email":"kim@example.com","url":"https://example.com/","colour":"red",)"
        R"("money":{"amount":0,"currency":"KRW"},"time":"1970-01-01T00:00:00.000001Z",)"
        R"("second_colour":"blue","item":{"sku":"sku_00000000000000000000000000","quantity":1,)"
        R"("price":{"amount":0,"currency":"KRW"}},"numbers":[],"notes":[null,"x"],"items":[],)"
        R"("labels":{}})");
}

TEST(JsonEncode, escapes_what_json_wants_escaped) {
    std::map<std::string, std::string> map{
        {"a\"b", std::string("\0\x1f\b\f\n\r\t\\/ 장터\x7f", 17)}};
    EXPECT_EQ(encode_json(map), "{\"a\\\"b\":\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\\/ 장터\x7f\"}");
}

RC_GTEST_PROP(JsonEncode, gives_what_decodes_to_the_same_value, (const Everything& value)) {
    auto decoded = decode_json<Everything>(encode_json(value));
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == value);
}

RC_GTEST_PROP(JsonEncode, gives_what_another_reader_understands, (const Everything& value)) {
    auto tree = boost::json::parse(encode_json(value)).as_object();
    RC_ASSERT(tree.at("plain").as_string() == value.plain);
    RC_ASSERT(tree.at("number").as_int64() == value.number);
    RC_ASSERT(tree.at("order_id").as_string() == value.order_id.text());
    RC_ASSERT(tree.at("labels").as_object().size() == value.labels.size());
    RC_ASSERT(tree.contains("note") == value.note.has_value());
}

// Whatever a damaged text still means, it means the same when written again.
RC_GTEST_PROP(JsonDecode, survives_damage_to_any_byte,
              (const Everything& value, std::uint8_t byte)) {
    auto text = encode_json(value);
    text[*rc::gen::inRange<std::size_t>(0, text.size())] = static_cast<char>(byte);
    auto decoded = decode_json<Everything>(text);
    if (decoded) RC_ASSERT(*decode_json<Everything>(encode_json(*decoded)) == *decoded);
    if (!decoded) RC_ASSERT(!decoded.error().empty());
}

}  // namespace
}  // namespace jangteo::codec

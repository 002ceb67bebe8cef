#include "kernel/id.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <type_traits>

namespace jangteo {
namespace {

// https://github.com/jetify-com/typeid/blob/main/spec/valid.yml
const Uuid example{0x01, 0x89, 0x0a, 0x5d, 0xac, 0x96, 0x77, 0x4b,
                   0xbc, 0xce, 0xb3, 0x02, 0x09, 0x9a, 0x80, 0x57};

Uuid filled(std::uint8_t byte) {
    Uuid uuid;
    uuid.fill(byte);
    return uuid;
}

Uuid ending_in(std::uint8_t byte) {
    Uuid uuid{};
    uuid.back() = byte;
    return uuid;
}

TEST(Id, is_written_as_the_specification_of_typeid_says) {
    EXPECT_EQ(base32_of(Uuid{}), "00000000000000000000000000");
    EXPECT_EQ(base32_of(filled(0xFF)), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    EXPECT_EQ(base32_of(example), "01h455vb4pex5vsknk084sn02q");
    EXPECT_EQ(base32_of(ending_in(1)), "00000000000000000000000001");
    EXPECT_EQ(base32_of(ending_in(10)), "0000000000000000000000000a");
    EXPECT_EQ(base32_of(ending_in(16)), "0000000000000000000000000g");
    EXPECT_EQ(base32_of(ending_in(32)), "00000000000000000000000010");
}

TEST(Id, is_read_as_the_specification_of_typeid_says) {
    EXPECT_EQ(uuid_of_base32("00000000000000000000000000"), Uuid{});
    EXPECT_EQ(uuid_of_base32("7zzzzzzzzzzzzzzzzzzzzzzzzz"), filled(0xFF));
    EXPECT_EQ(uuid_of_base32("01h455vb4pex5vsknk084sn02q"), example);
}

TEST(Id, refuses_base32_that_is_too_large_ambiguous_or_not_lower_case) {
    for (std::string_view text :
         {"", "8zzzzzzzzzzzzzzzzzzzzzzzzz", "zzzzzzzzzzzzzzzzzzzzzzzzzz",
          "0000000000000000000000000", "000000000000000000000000000", "01H455VB4PEX5VSKNK084SN02Q",
          "0000000000000000000000000i", "0000000000000000000000000l", "0000000000000000000000000o",
          "0000000000000000000000000u", "0000000000000000000000000-", "0000000000000000000000000 ",
          "\xFF"
          "0000000000000000000000000"}) {
        EXPECT_EQ(uuid_of_base32(text), std::nullopt) << text;
    }
}

RC_GTEST_PROP(Id, gives_itself_back_through_its_text, (const Uuid& uuid)) {
    OrderId id(uuid);
    RC_ASSERT(OrderId::parse(id.text()) == id);
    RC_ASSERT(OrderId::from_bytes(id.bytes()) == id);
}

RC_GTEST_PROP(Id, is_ordered_alike_as_bytes_and_as_text, (const Uuid& a, const Uuid& b)) {
    RC_ASSERT((OrderId(a) < OrderId(b)) == (OrderId(a).text() < OrderId(b).text()));
    RC_ASSERT((OrderId(a) < OrderId(b)) == (OrderId(a).bytes() < OrderId(b).bytes()));
}

TEST(Id, carries_its_kind_in_front) {
    EXPECT_EQ(OrderId(example).text(), "ord_01h455vb4pex5vsknk084sn02q");
    EXPECT_EQ(OrderId::parse("ord_01h455vb4pex5vsknk084sn02q"), OrderId(example));
    for (auto text :
         {"pay_01h455vb4pex5vsknk084sn02q", "01h455vb4pex5vsknk084sn02q",
          "_01h455vb4pex5vsknk084sn02q", "ord-01h455vb4pex5vsknk084sn02q",
          "ORD_01h455vb4pex5vsknk084sn02q", "ord_01h455vb4pex5vsknk084sn02q ", "ord_", ""}) {
        EXPECT_EQ(OrderId::parse(text), std::nullopt) << text;
    }
}

TEST(Id, of_one_kind_is_not_an_id_of_another) {
    EXPECT_FALSE((std::is_convertible_v<OrderId, PaymentId>));
    EXPECT_FALSE((std::is_constructible_v<OrderId, PaymentId>));
    EXPECT_FALSE((std::is_convertible_v<Uuid, OrderId>));
}

TEST(Id, is_nil_when_nothing_or_something_of_another_size_is_stored) {
    EXPECT_TRUE(OrderId().is_nil());
    EXPECT_TRUE(OrderId::from_bytes("").is_nil());
    EXPECT_TRUE(OrderId::from_bytes("short").is_nil());
    EXPECT_TRUE(OrderId::from_bytes(std::string(17, 'x')).is_nil());
    EXPECT_FALSE(OrderId(example).is_nil());
}

TEST(Id, tells_the_time_in_front_of_it) { EXPECT_EQ(unix_ms_of(example), 0x01890a5dac96); }

}  // namespace
}  // namespace jangteo

#pragma once

// Everything: one struct with every kind of field, and generators of its values for property tests.

#include <boost/describe.hpp>

#include <rapidcheck.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::testing {

enum class Colour { red, green, blue };
BOOST_DESCRIBE_ENUM(Colour, red, green, blue)

struct Item {
    SkuId sku;
    Int<1, 1'000'000> quantity;
    Money price;
    bool operator==(const Item&) const = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (sku, quantity, price))

struct Everything {
    OrderId order_id;
    bool flag = false;
    std::int64_t number = 0;
    Int<-5, 5> small{0};
    std::string plain;
    Text<1, 10> title{"title"};
    Email email{"kim@example.com"};
    Url url{"https://example.com/"};
    Colour colour = Colour::red;
    Money money;
    Timestamp time;
    std::optional<std::string> note;
    std::optional<Colour> second_colour;
    std::optional<Item> gift;
    Item item;
    std::vector<std::int64_t> numbers;
    std::vector<std::optional<std::string>> notes;
    List<Item, 1, 3> items;
    std::map<std::string, std::string> labels;
    bool operator==(const Everything&) const = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (order_id, flag, number, small, plain, title, email, url, colour, money, time,
                       note, second_colour, gift, item, numbers, notes, items, labels))

std::string utf8_of(const std::vector<std::uint32_t>& code_points);

// Text without control characters, from all planes of Unicode.
rc::Gen<std::string> gen_text(std::size_t code_points_min, std::size_t code_points_max);
rc::Gen<Money> gen_money();
rc::Gen<Item> gen_item();
rc::Gen<Everything> gen_everything();

}  // namespace jangteo::testing

template <>
struct rc::Arbitrary<jangteo::testing::Everything> {
    static rc::Gen<jangteo::testing::Everything> arbitrary() {
        return jangteo::testing::gen_everything();
    }
};

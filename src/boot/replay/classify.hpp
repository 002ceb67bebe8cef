#pragma once

// The rules by which a line of an order book is read. Pure. docs/replay.md states them for people.

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jangteo::boot {

inline constexpr std::int64_t won_per_pound = 1'700;
inline constexpr std::int64_t sellers_count = 50;
inline constexpr std::int64_t line_quantity_max = 1'000'000;

// The first that matches, in this order. `broken_row` is a row that cannot be read at all.
enum class LineClass {
    broken_row,
    not_goods,
    odd_cancellation,
    cancellation,
    adjustment,
    quantity_not_positive,
    no_price,
    sale,
};
BOOST_DESCRIBE_ENUM(LineClass, broken_row, not_goods, odd_cancellation, cancellation, adjustment,
                    quantity_not_positive, no_price, sale)

// A decimal number as it is written, without rounding: mantissa / 10^scale.
struct Decimal {
    std::int64_t mantissa = 0;
    int scale = 0;
};

// nullopt for anything but an optional sign, digits and at most one point; at most nine digits in
// front of it and six behind.
std::optional<Decimal> parse_decimal(std::string_view text);

// Rounded half up (away from zero, for the negative prices of corrections).
std::int64_t won_of(Decimal price);

// Five digits and up to two letters.
bool is_goods(std::string_view stock_code);

LineClass classify(std::string_view invoice_no, std::string_view stock_code, std::int64_t quantity,
                   Decimal price);

// Of a stock code of goods: its five digits modulo the number of sellers.
std::int64_t seller_of(std::string_view stock_code);

std::string product_code_of(std::string_view stock_code);

inline constexpr std::string_view walk_in = "walk-in";

std::string_view member_of(std::string_view customer_id);

}  // namespace jangteo::boot

#pragma once

// Money: 64-bit minor units (KRW has none, so 1 = one won; USD 1 = one cent) and a currency. Every
// operation is checked: an overflow or a mix of currencies is nullopt, never a wrong sum.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jangteo {

enum class Currency : std::uint8_t { KRW, USD, JPY };
inline constexpr std::array currencies{Currency::KRW, Currency::USD, Currency::JPY};

std::string_view text_of(Currency currency);
std::optional<Currency> parse_currency(std::string_view text);

struct Money {
    std::int64_t amount = 0;  // minor units
    Currency currency = Currency::KRW;

    bool operator==(const Money&) const = default;
};

constexpr Money won(std::int64_t amount) { return {amount, Currency::KRW}; }

std::optional<Money> add(Money a, Money b);
std::optional<Money> subtract(Money a, Money b);
std::optional<Money> multiply(Money unit, std::int64_t factor);

}  // namespace jangteo

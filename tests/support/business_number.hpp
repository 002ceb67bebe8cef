#pragma once

// Korean business registration numbers that are valid, as many as a test needs.

#include <array>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace jangteo::test {

inline std::string business_number(std::int64_t number) {
    // The tenth digit checks the nine before it.
    constexpr std::array<int, 9> weights = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    std::string nine = fmt::format("{:09}", 101'820'000 + number);
    int sum = (nine[8] - '0') * 5 / 10;
    for (std::size_t i = 0; i < 9; ++i) sum += (nine[i] - '0') * weights[i];
    return nine + static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace jangteo::test

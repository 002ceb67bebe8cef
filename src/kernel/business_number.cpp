#include "kernel/business_number.hpp"

#include <algorithm>
#include <array>

namespace jangteo {
namespace {

constexpr std::size_t digits_count = 10;
constexpr std::array weights{1, 3, 7, 1, 3, 7, 1, 3, 5};

bool is_checked(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
    // The ninth digit counts twice: its product with 5, and the tens of that product.
    sum += (digits[8] - '0') * 5 / 10;
    return (10 - sum % 10) % 10 == digits[9] - '0';
}

}  // namespace

std::optional<std::string> parse_business_number(std::string_view text) {
    std::string digits(text);
    if (text.size() == digits_count + 2 && text[3] == '-' && text[6] == '-') {
        digits.erase(6, 1).erase(3, 1);
    }
    bool all_digits = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (digits.size() != digits_count || !all_digits) return std::nullopt;
    // All zeros pass the sum, and are what people type to get past a form.
    if (digits == "0000000000" || !is_checked(digits)) return std::nullopt;
    return digits;
}

}  // namespace jangteo

#include "boot/replay/classify.hpp"

#include <algorithm>
#include <charconv>

namespace jangteo::boot {
namespace {

constexpr std::size_t goods_digits = 5;
constexpr std::size_t goods_letters_max = 2;
constexpr std::size_t invoice_digits = 6;
constexpr std::size_t whole_digits_max = 9;
constexpr std::size_t fraction_digits_max = 6;

// By hand, because the functions of <cctype> depend on the locale.
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
    bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    auto point = text.find('.');
    std::string_view whole = text.substr(0, point);
    std::string_view fraction = point == text.npos ? "" : text.substr(point + 1);
    if (whole.empty() || whole.size() > whole_digits_max || !all_digits(whole)) return std::nullopt;
    if (fraction.size() > fraction_digits_max || !all_digits(fraction)) return std::nullopt;
    if (point != text.npos && fraction.empty()) return std::nullopt;
    std::string digits(whole);
    digits.append(fraction);
    Decimal price{0, static_cast<int>(fraction.size())};
    std::from_chars(digits.data(), digits.data() + digits.size(), price.mantissa);
    if (is_negative) price.mantissa = -price.mantissa;
    return price;
}

std::int64_t won_of(Decimal price) {
    std::int64_t divisor = 1;
    for (int i = 0; i < price.scale; ++i) divisor *= 10;
    // Fifteen digits times 3,400 stay below 2^63.
    std::int64_t magnitude = price.mantissa < 0 ? -price.mantissa : price.mantissa;
    std::int64_t won = (2 * magnitude * won_per_pound + divisor) / (2 * divisor);
    return price.mantissa < 0 ? -won : won;
}

bool is_goods(std::string_view stock_code) {
    if (stock_code.size() < goods_digits || stock_code.size() > goods_digits + goods_letters_max) {
        return false;
    }
    return all_digits(stock_code.substr(0, goods_digits)) &&
           std::ranges::all_of(stock_code.substr(goods_digits), is_letter);
}

LineClass classify(std::string_view invoice_no, std::string_view stock_code, std::int64_t quantity,
                   Decimal price) {
    if (!is_goods(stock_code)) return LineClass::not_goods;
    if (invoice_no.starts_with('C')) {
        return quantity < 0 ? LineClass::cancellation : LineClass::odd_cancellation;
    }
    if (invoice_no.size() != invoice_digits || !all_digits(invoice_no))
        return LineClass::adjustment;
    if (quantity <= 0) return LineClass::quantity_not_positive;
    if (price.mantissa <= 0) return LineClass::no_price;
    return LineClass::sale;
}

std::int64_t seller_of(std::string_view stock_code) {
    std::int64_t number = 0;
    std::from_chars(stock_code.data(), stock_code.data() + goods_digits, number);
    return number % sellers_count;
}

std::string product_code_of(std::string_view stock_code) {
    std::string code(stock_code);
    for (char& c : code) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return code;
}

std::string_view member_of(std::string_view customer_id) {
    return customer_id.empty() ? walk_in : customer_id;
}

}  // namespace jangteo::boot

#include "kernel/money.hpp"

namespace jangteo {

std::string_view text_of(Currency currency) {
    switch (currency) {
        case Currency::KRW: return "KRW";
        case Currency::USD: return "USD";
        case Currency::JPY: return "JPY";
    }
    return "";
}

std::optional<Currency> parse_currency(std::string_view text) {
    for (Currency currency : currencies) {
        if (text_of(currency) == text) return currency;
    }
    return std::nullopt;
}

std::optional<Money> add(Money a, Money b) {
    Money sum{0, a.currency};
    if (a.currency != b.currency || __builtin_add_overflow(a.amount, b.amount, &sum.amount))
        return std::nullopt;
    return sum;
}

std::optional<Money> subtract(Money a, Money b) {
    Money rest{0, a.currency};
    if (a.currency != b.currency || __builtin_sub_overflow(a.amount, b.amount, &rest.amount))
        return std::nullopt;
    return rest;
}

std::optional<Money> multiply(Money unit, std::int64_t factor) {
    Money product{0, unit.currency};
    if (__builtin_mul_overflow(unit.amount, factor, &product.amount)) return std::nullopt;
    return product;
}

}  // namespace jangteo

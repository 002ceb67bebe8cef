#include "order/domain/order_number.hpp"

#include "kernel/timestamp.hpp"

namespace jangteo::order {
namespace {

constexpr std::size_t day_digits = 6;
constexpr std::size_t time_digits = 6;
constexpr std::size_t number_digits = day_digits + 1 + time_digits + 4;
constexpr std::size_t hidden_digits = 4;  // of the id, in front of those of the millisecond
constexpr std::size_t id_digits = 26;
// Thirty bits of milliseconds: they come again every 12.4 days.
constexpr std::int64_t time_span = 1LL << (5 * time_digits);

}  // namespace

std::string order_number(const OrderId& id) {
    const std::string day = to_rfc3339({unix_ms_of(id.uuid()) * 1000});
    const std::string all = base32_of(id.uuid());
    std::string number;
    number.reserve(number_digits);
    number.append(day, 2, 2).append(day, 5, 2).append(day, 8, 2).append("-");
    number.append(all, hidden_digits, time_digits).append(all, 11, 3).append(all, 25);
    for (char& c : number) {
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    }
    return number;
}

std::optional<OrderIds> ids_of_number(std::string_view number) {
    if (number.size() != number_digits || number[day_digits] != '-') return std::nullopt;
    const std::string day(number.substr(0, day_digits));
    auto noon = parse_rfc3339("20" + day.substr(0, 2) + "-" + day.substr(2, 2) + "-" +
                              day.substr(4) + "T12:00:00Z");
    std::string id(id_digits, '0');
    for (std::size_t i = 0; i < time_digits; ++i) {
        const char c = number[day_digits + 1 + i];
        id[hidden_digits + i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    auto time = uuid_of_base32(id);
    if (!noon || !time) return std::nullopt;
    // The one that is nearest to the day's noon.
    const std::int64_t earliest = noon->us / 1000 - time_span / 2;
    const std::int64_t ms = earliest + ((unix_ms_of(*time) - earliest) & (time_span - 1));
    Uuid first{};
    set_unix_ms(first, ms);
    Uuid last;
    last.fill(0xff);
    set_unix_ms(last, ms);
    return OrderIds{OrderId(first), OrderId(last)};
}

}  // namespace jangteo::order

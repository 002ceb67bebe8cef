#include "kernel/timestamp.hpp"

#include <array>
#include <chrono>

#include "kernel/check.hpp"

namespace jangteo {
namespace {

// Reads `count` digits at the front of the text and takes them off.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> take_fraction_us(std::string_view& text) {
    if (!take(text, '.')) return 0;
    std::int64_t us = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (digits < 6) us = us * 10 + (text.front() - '0');
        if (++digits > 9) return std::nullopt;
        text.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) us *= 10;
    return us;
}

std::optional<int> take_offset_minutes(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return 0;
    bool minus = take(text, '-');
    if (!minus && !take(text, '+')) return std::nullopt;
    auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    int total = *hour * 60 + *minute;
    return minus ? -total : total;
}

std::optional<std::int64_t> take_date_days(std::string_view& text) {
    auto year = take_digits(text, 4);
    if (!year || *year < 1970 || !take(text, '-')) return std::nullopt;
    auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    std::chrono::year_month_day date{std::chrono::year(*year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<std::int64_t> take_time_seconds(std::string_view& text) {
    auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    auto minute = take_digits(text, 2);
    if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
    auto second = take_digits(text, 2);
    if (!second || *second > 59) return std::nullopt;
    return (*hour * 60 + *minute) * 60 + *second;
}

void put_digits(char* out, int count, std::int64_t value) {
    for (int i = count - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

void append_rfc3339(Timestamp time, std::string& out) {
    check(time >= earliest_timestamp && time <= latest_timestamp,
          "RFC 3339 has years of four digits");
    std::chrono::sys_time<std::chrono::microseconds> point{std::chrono::microseconds(time.us)};
    auto day = std::chrono::floor<std::chrono::days>(point);
    std::chrono::year_month_day date(day);
    std::int64_t us = (point - day).count();

    std::array<char, 27> text{"0000-00-00T00:00:00.000000"};
    text.back() = 'Z';
    put_digits(text.data(), 4, static_cast<int>(date.year()));
    put_digits(text.data() + 5, 2, static_cast<unsigned>(date.month()));
    put_digits(text.data() + 8, 2, static_cast<unsigned>(date.day()));
    put_digits(text.data() + 11, 2, us / 3'600'000'000);
    put_digits(text.data() + 14, 2, us / 60'000'000 % 60);
    put_digits(text.data() + 17, 2, us / 1'000'000 % 60);
    put_digits(text.data() + 20, 6, us % 1'000'000);
    out.append(text.data(), text.size());
}

std::string to_rfc3339(Timestamp time) {
    std::string text;
    append_rfc3339(time, text);
    return text;
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    auto day = take_date_days(text);
    if (!day || (!take(text, 'T') && !take(text, 't'))) return std::nullopt;
    auto second = take_time_seconds(text);
    if (!second) return std::nullopt;
    auto us = take_fraction_us(text);
    if (!us) return std::nullopt;
    auto offset = take_offset_minutes(text);
    if (!offset || !text.empty()) return std::nullopt;
    Timestamp time{((*day * 86400 + *second) - *offset * 60LL) * 1'000'000 + *us};
    if (time > latest_timestamp) return std::nullopt;
    return time;
}

}  // namespace jangteo

#pragma once

// Timestamp: microseconds since 1970-01-01T00:00:00Z. Duration: microseconds. Both are plain
// values; reading the clock is a port (`runtime/clock.hpp`).

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jangteo {

struct Duration {
    std::int64_t us = 0;

    auto operator<=>(const Duration&) const = default;
    constexpr Duration operator+(Duration other) const { return {us + other.us}; }
    constexpr Duration operator*(std::int64_t factor) const { return {us * factor}; }
    constexpr double seconds() const { return static_cast<double>(us) / 1e6; }
};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }
constexpr Duration days(std::int64_t n) { return hours(n * 24); }

struct Timestamp {
    std::int64_t us = 0;

    auto operator<=>(const Timestamp&) const = default;
    constexpr Timestamp operator+(Duration d) const { return {us + d.us}; }
    constexpr Timestamp operator-(Duration d) const { return {us - d.us}; }
    constexpr Duration operator-(Timestamp other) const { return {us - other.us}; }
};

// The years 0000 to 9999, which is all that RFC 3339 can say.
inline constexpr Timestamp earliest_timestamp{-62'167'219'200'000'000};
inline constexpr Timestamp latest_timestamp{253'402'300'799'999'999};

// RFC 3339 in UTC with six digits of fraction, e.g. 2026-01-31T09:00:00.000000Z.
// A time before the earliest or after the latest is a bug.
std::string to_rfc3339(Timestamp time);
void append_rfc3339(Timestamp time, std::string& out);

// Accepts RFC 3339 with `Z` or an offset, and 0 to 9 digits of fraction (cut to microseconds);
// years 1970 to 9999, before and after the offset is taken off (an offset may lead back to the last
// day of 1969).
std::optional<Timestamp> parse_rfc3339(std::string_view text);

}  // namespace jangteo

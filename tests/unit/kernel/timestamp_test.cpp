#include "kernel/timestamp.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace jangteo {
namespace {

std::optional<std::int64_t> us_of(std::string_view text) {
    auto time = parse_rfc3339(text);
    return time ? std::optional(time->us) : std::nullopt;
}

TEST(Timestamp, is_written_in_utc_with_six_digits_of_fraction) {
    EXPECT_EQ(to_rfc3339({0}), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339({1'769'850'000'000'001}), "2026-01-31T09:00:00.000001Z");
    EXPECT_EQ(to_rfc3339({951'782'399'999'999}), "2000-02-28T23:59:59.999999Z");
    EXPECT_EQ(to_rfc3339({951'782'400'000'000}), "2000-02-29T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_rfc3339(earliest_timestamp), "0000-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339(latest_timestamp), "9999-12-31T23:59:59.999999Z");
}

TEST(TimestampDeathTest, stops_at_a_year_of_five_digits) {
    EXPECT_DEATH(to_rfc3339(latest_timestamp + microseconds(1)), "years of four digits");
    EXPECT_DEATH(to_rfc3339(earliest_timestamp - microseconds(1)), "years of four digits");
}

// The examples of RFC 3339, 5.8, but for the leap second and the years before 1970.
TEST(Timestamp, reads_the_examples_of_the_standard) {
    EXPECT_EQ(us_of("1985-04-12T23:20:50.52Z"), 482'196'050'520'000);
    EXPECT_EQ(us_of("1996-12-19T16:39:57-08:00"), 851'042'397'000'000);
}

TEST(Timestamp, reads_offsets_fractions_and_small_letters) {
    EXPECT_EQ(us_of("1970-01-01T09:00:00+09:00"), 0);
    EXPECT_EQ(us_of("1970-01-01T00:00:00-00:00"), 0);
    EXPECT_EQ(us_of("1969-12-31T15:00:00Z"), std::nullopt);
    EXPECT_EQ(us_of("1970-01-01T00:00:00+09:00"), -32'400'000'000);
    EXPECT_EQ(us_of("1970-01-01t00:00:01z"), 1'000'000);
    EXPECT_EQ(us_of("1970-01-01T00:00:00.1Z"), 100'000);
    EXPECT_EQ(us_of("1970-01-01T00:00:00.123456789Z"), 123'456);
}

TEST(Timestamp, refuses_what_is_no_time) {
    for (auto text : {"",
                      "2026",
                      "2026-01-31",
                      "2026-01-31T09:00Z",
                      "2026-01-31T09:00:00",
                      "2026-01-31 09:00:00Z",
                      "2026-13-01T00:00:00Z",
                      "2026-00-01T00:00:00Z",
                      "2026-02-29T00:00:00Z",
                      "2026-04-31T00:00:00Z",
                      "2026-01-00T00:00:00Z",
                      "2026-01-31T24:00:00Z",
                      "2026-01-31T09:60:00Z",
                      "2026-01-31T09:00:60Z",
                      "2026-01-31T09:00:00.Z",
                      "2026-01-31T09:00:00.1234567890Z",
                      "2026-01-31T09:00:00+24:00",
                      "2026-01-31T09:00:00+09:60",
                      "2026-01-31T09:00:00+0900",
                      "2026-01-31T09:00:00+9:00",
                      "2026-01-31T09:00:00ZZ",
                      " 2026-01-31T09:00:00Z",
                      "+026-01-31T09:00:00Z",
                      "02026-01-31T09:00:00Z",
                      "2026-1-31T09:00:00Z",
                      "9999-12-31T23:59:59-00:01"}) {
        EXPECT_EQ(us_of(text), std::nullopt) << text;
    }
}

RC_GTEST_PROP(Timestamp, gives_itself_back_through_its_text, ()) {
    Timestamp time{*rc::gen::inRange<std::int64_t>(0, latest_timestamp.us + 1)};
    RC_ASSERT(parse_rfc3339(to_rfc3339(time)) == time);
}

RC_GTEST_PROP(Timestamp, is_ordered_like_its_text, ()) {
    Timestamp a{*rc::gen::inRange<std::int64_t>(0, latest_timestamp.us + 1)};
    Timestamp b{a.us + *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000)};
    if (b.us >= 0 && b <= latest_timestamp) RC_ASSERT((a < b) == (to_rfc3339(a) < to_rfc3339(b)));
}

TEST(Duration, has_the_sizes_that_its_names_say) {
    EXPECT_EQ(milliseconds(1), microseconds(1000));
    EXPECT_EQ(seconds(1), milliseconds(1000));
    EXPECT_EQ(minutes(1), seconds(60));
    EXPECT_EQ(hours(1), minutes(60));
    EXPECT_EQ(days(1), hours(24));
    EXPECT_EQ(days(2) + days(1), days(1) * 3);
    EXPECT_EQ(milliseconds(1500).seconds(), 1.5);
    EXPECT_EQ(Timestamp{5} - Timestamp{3}, microseconds(2));
    EXPECT_EQ(Timestamp{5} - microseconds(2) + microseconds(1), Timestamp{4});
}

}  // namespace
}  // namespace jangteo

#include <gtest/gtest.h>

#include <set>

#include "tests/support/shop.hpp"

namespace jangteo::runtime {
namespace {

constexpr Timestamp noon{1'800'000'000'123'456};

TEST(Ids, are_uuids_of_version_7_with_the_time_in_front) {
    test::SeededRandom random(7);
    Ids ids(random);
    for (int i = 0; i < 1'000; ++i) {
        Uuid uuid = ids.next(noon + milliseconds(i));
        EXPECT_EQ(uuid[6] >> 4, 7);
        EXPECT_EQ(uuid[8] >> 6, 2);
        EXPECT_EQ(unix_ms_of(uuid), (noon + milliseconds(i)).us / 1000);
    }
}

TEST(Ids, are_ordered_within_a_millisecond_even_when_the_counter_runs_over) {
    test::SeededRandom random(7);
    Ids ids(random);
    Uuid last{};
    for (int i = 0; i < 20'000; ++i) {
        Uuid next = ids.next(noon);
        ASSERT_LT(last, next) << i;
        last = next;
    }
    // 20,000 in one millisecond borrow less than ten from the future.
    EXPECT_LT(unix_ms_of(last), noon.us / 1000 + 10);
}

TEST(Ids, stay_ordered_when_the_clock_goes_back) {
    test::SeededRandom random(7);
    Ids ids(random);
    Uuid before = ids.next(noon);
    Uuid after = ids.next(noon - hours(24));
    EXPECT_LT(before, after);
}

TEST(Ids, come_after_those_of_a_maker_whose_clock_was_ahead) {
    test::SeededRandom random(7);
    Ids first(random);
    Uuid last = first.next(noon);
    Ids second(random);
    second.start_after(noon);
    EXPECT_LT(last, second.next(noon - hours(24)));
    EXPECT_EQ(unix_ms_of(second.next(noon + hours(1))), (noon + hours(1)).us / 1000);
}

TEST(Ids, of_two_makers_differ) {
    test::SeededRandom first(1);
    test::SeededRandom second(2);
    Ids a(first);
    Ids b(second);
    std::set<Uuid> all;
    for (int i = 0; i < 1'000; ++i) {
        all.insert(a.next(noon));
        all.insert(b.next(noon));
    }
    EXPECT_EQ(all.size(), 2'000U);
}

}  // namespace
}  // namespace jangteo::runtime

#include "kernel/check.hpp"

#include <gtest/gtest.h>

namespace jangteo {
namespace {

TEST(CheckDeathTest, says_what_broke_and_where_and_stops) {
    EXPECT_DEATH(check(false, "stock is never negative"),
                 "bug: stock is never negative .*check_test.cpp:");
}

TEST(Check, lets_a_true_condition_pass) { check(true, "never said"); }

}  // namespace
}  // namespace jangteo

#include "runtime/trace.hpp"

#include <gtest/gtest.h>

#include "tests/support/shop.hpp"

namespace jangteo::runtime {
namespace {

constexpr std::string_view parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Trace, accepts_the_example_of_the_recommendation) {
    EXPECT_TRUE(valid_traceparent(parent));
    EXPECT_TRUE(valid_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"));
}

TEST(Trace, accepts_a_later_version_with_more_fields) {
    EXPECT_TRUE(valid_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    EXPECT_TRUE(valid_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what"));
}

TEST(Trace, refuses_what_is_no_traceparent) {
    for (std::string_view text : {
             "",
             "00",
             "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what",
             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
             "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
             "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
             "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01what",
         }) {
        EXPECT_FALSE(valid_traceparent(text)) << text;
    }
}

TEST(Trace, child_keeps_the_trace_and_its_flags_and_has_a_span_of_its_own) {
    test::SeededRandom random(1);
    std::string child = child_traceparent(parent, random);
    EXPECT_TRUE(valid_traceparent(child));
    EXPECT_EQ(child.substr(3, 32), parent.substr(3, 32));
    EXPECT_NE(child.substr(36, 16), parent.substr(36, 16));
    EXPECT_EQ(child.substr(53), "01");
    std::string unsampled(parent.substr(0, 53));
    EXPECT_EQ(child_traceparent(unsampled + "00", random).substr(53), "00");
}

TEST(Trace, child_of_a_later_version_speaks_ours) {
    test::SeededRandom random(1);
    std::string child =
        child_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", random);
    EXPECT_TRUE(valid_traceparent(child));
    EXPECT_EQ(child.substr(0, 36), "00-4bf92f3577b34da6a3ce929d0e0e4736-");
}

TEST(Trace, begins_anew_when_the_parent_is_not_valid) {
    test::SeededRandom random(1);
    std::string first = child_traceparent("nonsense", random);
    std::string second = child_traceparent("", random);
    EXPECT_TRUE(valid_traceparent(first));
    EXPECT_TRUE(valid_traceparent(second));
    EXPECT_NE(first.substr(3, 32), second.substr(3, 32));
}

class Zeros : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = 0;
    }
};

TEST(Trace, ids_are_never_all_zero) {
    Zeros zeros;
    EXPECT_TRUE(valid_traceparent(child_traceparent("", zeros)));
}

}  // namespace
}  // namespace jangteo::runtime

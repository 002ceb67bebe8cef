#include "boot/replay/task.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace jangteo::boot {
namespace {

using platform::http::IoLoop;

Task<int> twice(IoLoop& loop, int number) {
    Pause pausing(loop, Duration{});
    co_await pausing;
    co_return 2 * number;
}

Task<void> add_twice(IoLoop& loop, int number, int& sum) {
    Task<int> doubling = twice(loop, number);
    sum += co_await doubling;
}

Task<void> fail_at(IoLoop& loop, std::size_t number, std::size_t bad, int& begun) {
    ++begun;
    Pause pausing(loop, Duration{});
    co_await pausing;
    if (number == bad) throw std::runtime_error("no");
}

TEST(Task, gives_its_value_to_whoever_awaits_it) {
    IoLoop loop;
    int sum = 0;
    Task<void> task = add_twice(loop, 21, sum);
    start(loop, task).get();
    EXPECT_EQ(sum, 42);
}

TEST(Task, for_each_does_all_of_them) {
    IoLoop loop;
    int sum = 0;
    Task<void> task =
        for_each(1000, 7, [&](std::size_t i) { return add_twice(loop, static_cast<int>(i), sum); });
    start(loop, task).get();
    EXPECT_EQ(sum, 999'000);
}

TEST(Task, for_each_of_nothing_ends) {
    IoLoop loop;
    int sum = 0;
    Task<void> task = for_each(0, 7, [&](std::size_t) { return add_twice(loop, 1, sum); });
    start(loop, task).get();
    EXPECT_EQ(sum, 0);
}

TEST(Task, for_each_begins_no_more_after_an_error_and_gives_it_on) {
    IoLoop loop;
    int begun = 0;
    Task<void> task = for_each(1000, 4, [&](std::size_t i) { return fail_at(loop, i, 9, begun); });
    EXPECT_THROW(start(loop, task).get(), std::runtime_error);
    EXPECT_LE(begun, 16);
}

// Steps that end at once must not build up a stack.
Task<void> at_once(int& done) {
    ++done;
    co_return;
}

TEST(Task, for_each_of_very_many_steps_without_a_pause_needs_no_stack) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "g++ passes control from coroutine to coroutine without stack, but not under a "
                    "sanitizer";
#endif
    IoLoop loop;
    int done = 0;
    Task<void> task = for_each(300'000, 1, [&](std::size_t) { return at_once(done); });
    start(loop, task).get();
    EXPECT_EQ(done, 300'000);
}

}  // namespace
}  // namespace jangteo::boot

#include "platform/threads/worker_pool.hpp"

#include <gtest/gtest.h>

#include <future>

#include "platform/threads/system_clock.hpp"

namespace jangteo::test {
namespace {

constexpr auto patience = std::chrono::seconds(10);

class WorkerPoolTest : public ::testing::Test {
  protected:
    // Threads that had something to do, and now have not.
    WorkerPoolTest() {
        std::promise<void> ran;
        pool.run([&] { ran.set_value(); });
        ran.get_future().wait();
    }

    platform::SystemClock clock;
    platform::WorkerPool pool{clock, 2};
};

TEST_F(WorkerPoolTest, a_delayed_call_wakes_threads_that_sleep) {
    std::promise<void> ran;
    const auto begun = clock.monotonic_ns();
    pool.run_after(milliseconds(50), [&] { ran.set_value(); });
    ASSERT_EQ(ran.get_future().wait_for(patience), std::future_status::ready);
    EXPECT_GE(clock.monotonic_ns() - begun, 50'000'000);
}

TEST_F(WorkerPoolTest, a_call_that_is_due_earlier_overtakes) {
    std::promise<void> later;
    std::promise<void> sooner;
    auto is_late = later.get_future();
    pool.run_after(minutes(1), [&] { later.set_value(); });
    pool.run_after(milliseconds(20), [&] { sooner.set_value(); });
    EXPECT_EQ(sooner.get_future().wait_for(patience), std::future_status::ready);
    EXPECT_EQ(is_late.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    pool.stop();
}

TEST_F(WorkerPoolTest, a_call_may_ask_for_the_next_one) {
    std::promise<void> third;
    std::function<void(int)> step = [&](int n) {
        if (n == 3) return third.set_value();
        pool.run_after(milliseconds(5), [&step, n] { step(n + 1); });
    };
    pool.run_after(milliseconds(5), [&step] { step(1); });
    EXPECT_EQ(third.get_future().wait_for(patience), std::future_status::ready);
}

TEST_F(WorkerPoolTest, what_is_cancelled_does_not_run) {
    std::promise<void> ran;
    std::promise<void> dropped;
    auto is_dropped = dropped.get_future();
    const auto call = pool.run_after(milliseconds(20), [&] { dropped.set_value(); });
    pool.run_after(milliseconds(60), [&] { ran.set_value(); });
    pool.cancel(call);
    EXPECT_EQ(ran.get_future().wait_for(patience), std::future_status::ready);
    EXPECT_EQ(is_dropped.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

}  // namespace
}  // namespace jangteo::test

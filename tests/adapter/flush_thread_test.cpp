#include "platform/threads/flush_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "runtime/unflushed_commits.hpp"

namespace jangteo::platform {
namespace {

// Counts flushes; holds them while the gate is shut.
class CountingStore : public sql::Store {
  public:
    sql::Connection& writer() override { throw std::logic_error("not asked for"); }
    sql::Connection& reader() override { throw std::logic_error("not asked for"); }
    std::uint64_t commits() const override { return 0; }
    double commit_seconds() const override { return 0; }
    void flush() override {
        ++flushes;
        std::lock_guard lock(gate);
    }

    std::atomic<int> flushes{0};
    std::mutex gate;
};

TEST(FlushThread, flushes_at_once_when_it_has_nothing_else_to_do) {
    CountingStore store;
    FlushThread flusher(store);
    std::thread::id by;
    flusher.flush({[&] { by = std::this_thread::get_id(); }}, true);
    EXPECT_EQ(by, std::this_thread::get_id());
    EXPECT_EQ(store.flushes, 1);
}

TEST(FlushThread, flushes_once_for_all_that_came_meanwhile_and_keeps_their_order) {
    CountingStore store;
    FlushThread flusher(store);
    std::vector<int> order;
    std::promise<void> last;
    {
        std::lock_guard shut(store.gate);
        flusher.flush({[&] { order.push_back(1); }}, false);
        while (store.flushes == 0) std::this_thread::yield();
        flusher.flush({[&] { order.push_back(2); }, [&] { order.push_back(3); }}, false);
        flusher.flush({[&] {
                          order.push_back(4);
                          last.set_value();
                      }},
                      true);  // Not before those that wait.
        EXPECT_TRUE(order.empty());
    }
    last.get_future().wait();
    EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
    EXPECT_EQ(store.flushes, 2);
}

TEST(FlushThread, lets_the_lane_run_ahead_only_so_far) {
    CountingStore store;
    FlushThread flusher(store);
    std::atomic<int> taken{0};
    std::thread lane;
    {
        std::lock_guard shut(store.gate);
        lane = std::thread([&] {
            for (int i = 0; i < 2 * runtime::unflushed_commits_max; ++i) {
                flusher.flush({}, false);
                ++taken;
            }
        });
        while (taken < runtime::unflushed_commits_max - 1) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        EXPECT_EQ(taken, runtime::unflushed_commits_max - 1);
    }
    lane.join();
    EXPECT_EQ(taken, 2 * runtime::unflushed_commits_max);
}

TEST(FlushThread, flushes_what_waits_before_it_ends) {
    CountingStore store;
    FlushThread flusher(store);
    bool is_told = false;
    flusher.flush({[&] { is_told = true; }}, false);
    flusher.stop();
    EXPECT_TRUE(is_told);
    EXPECT_EQ(store.flushes, 1);
    flusher.stop();
}

}  // namespace
}  // namespace jangteo::platform

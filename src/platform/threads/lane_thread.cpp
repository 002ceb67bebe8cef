#include "platform/threads/lane_thread.hpp"

#include <algorithm>
#include <chrono>

namespace jangteo::platform {
namespace {

constexpr Duration sleep_max = seconds(1);  // clocks may jump: look again at least this often
constexpr Duration sleep_stopping = milliseconds(20);

}  // namespace

LaneThread::~LaneThread() { stop(Duration{}); }

void LaneThread::wake() {
    {
        std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_one();
}

void LaneThread::start(runtime::Lane& lane) {
    thread_ = std::thread([this, &lane] { run(lane); });
    pthread_setname_np(thread_.native_handle(), "lane");
}

void LaneThread::run(runtime::Lane& lane) {
    bool winding_down = false;
    for (;;) {
        while (lane.run_batch()) {
        }
        {
            std::lock_guard lock(mutex_);
            if (stopping_) {
                if (!winding_down) lane.wind_down();
                winding_down = true;
                if (lane.settled() || clock_.now() >= stop_by_) {
                    left_work_ = !lane.settled();
                    return;
                }
            }
        }
        sleep_until(winding_down ? clock_.now() + sleep_stopping : lane.next_due());
    }
}

void LaneThread::sleep_until(Timestamp due) {
    std::unique_lock lock(mutex_);
    Duration wait = std::clamp(due - clock_.now(), Duration{}, sleep_max);
    changed_.wait_for(lock, std::chrono::microseconds(wait.us), [&] { return woken_; });
    woken_ = false;
}

bool LaneThread::stop(Duration patience) {
    if (!thread_.joinable()) return !left_work_;
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        stop_by_ = clock_.now() + patience;
        woken_ = true;
    }
    changed_.notify_one();
    thread_.join();
    return !left_work_;
}

}  // namespace jangteo::platform

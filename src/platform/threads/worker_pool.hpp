#pragma once

// WorkerPool: the Background port: a few threads for slow work (password hashing) and delayed
// calls.

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/ports.hpp"

namespace jangteo::platform {

class WorkerPool : public runtime::Background {
  public:
    static constexpr std::size_t waiting_max = 1024;  // further work is refused

    WorkerPool(runtime::Clock& clock, int threads);
    ~WorkerPool() override;

    bool run(std::function<void()> work) override;
    void run_after(Duration delay, std::function<void()> work) override;

    // Drops what waits, finishes what runs.
    void stop();

  private:
    void loop();

    runtime::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> ready_;
    std::multimap<std::int64_t, std::function<void()>> delayed_;  // by monotonic nanoseconds
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace jangteo::platform

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
    Delayed run_after(Duration delay, std::function<void()> work) override;
    void cancel(const Delayed& delayed) override;

    // Drops what waits, finishes what runs.
    void stop();

  private:
    void loop();
    std::function<void()> take_work();
    void wait(std::unique_lock<std::mutex>& lock);

    runtime::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> ready_;
    std::map<Delayed, std::function<void()>> delayed_;
    std::uint64_t next_serial_ = 1;
    bool is_watched_ = false;  // a thread wakes when the first delayed call is due
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace jangteo::platform

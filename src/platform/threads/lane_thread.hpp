#pragma once

// LaneThread: the thread that runs a lane: batch after batch while there is work, asleep until
// woken or until the next timer otherwise.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "runtime/clock.hpp"
#include "runtime/lane.hpp"

namespace jangteo::platform {

class LaneThread {
  public:
    explicit LaneThread(runtime::Clock& clock) : clock_(clock) {}
    ~LaneThread();

    // The lane's `wake` port.
    void wake();
    void start(runtime::Lane& lane);
    // Finishes what is queued and under way outside, at most `patience`, then ends the thread.
    // True: nothing was left.
    bool stop(Duration patience);

  private:
    void run(runtime::Lane& lane);
    void sleep_until(Timestamp due);

    runtime::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    bool stopping_ = false;
    bool left_work_ = false;
    Timestamp stop_by_;
    std::thread thread_;
};

}  // namespace jangteo::platform

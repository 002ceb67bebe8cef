#include "platform/threads/worker_pool.hpp"

#include <chrono>

namespace jangteo::platform {

WorkerPool::WorkerPool(runtime::Clock& clock, int threads) : clock_(clock) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::run(std::function<void()> work) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || ready_.size() >= waiting_max) return false;
        ready_.push_back(std::move(work));
    }
    changed_.notify_one();
    return true;
}

runtime::Background::Delayed WorkerPool::run_after(Duration delay, std::function<void()> work) {
    Delayed delayed{clock_.monotonic_ns() + delay.us * 1000};
    bool is_first = false;
    {
        std::lock_guard lock(mutex_);
        delayed.serial = next_serial_++;
        const auto added = delayed_.emplace(delayed, std::move(work)).first;
        is_first = added == delayed_.begin();
    }
    // All, since only the one who watches would wake too late.
    if (is_first) changed_.notify_all();
    return delayed;
}

void WorkerPool::cancel(const Delayed& delayed) {
    std::function<void()> dropped;
    std::lock_guard lock(mutex_);
    auto found = delayed_.find(delayed);
    if (found == delayed_.end()) return;
    dropped = std::move(found->second);  // destroyed when the lock has been given back
    delayed_.erase(found);
}

void WorkerPool::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        auto work = take_work();
        if (!work) {
            wait(lock);
            continue;
        }
        // This thread does not watch meanwhile.
        if (!delayed_.empty() && !is_watched_) changed_.notify_one();
        lock.unlock();
        work();
        work = nullptr;
        lock.lock();
    }
}

std::function<void()> WorkerPool::take_work() {
    std::function<void()> work;
    if (!ready_.empty()) {
        work = std::move(ready_.front());
        ready_.pop_front();
    } else if (!delayed_.empty() && delayed_.begin()->first.due <= clock_.monotonic_ns()) {
        work = std::move(delayed_.begin()->second);
        delayed_.erase(delayed_.begin());
    }
    return work;
}

void WorkerPool::wait(std::unique_lock<std::mutex>& lock) {
    if (delayed_.empty() || is_watched_) {
        changed_.wait(lock);
        return;
    }
    is_watched_ = true;
    changed_.wait_for(
        lock, std::chrono::nanoseconds(delayed_.begin()->first.due - clock_.monotonic_ns()));
    is_watched_ = false;
}

void WorkerPool::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        ready_.clear();
        delayed_.clear();
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

}  // namespace jangteo::platform

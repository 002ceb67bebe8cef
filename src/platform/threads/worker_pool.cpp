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

void WorkerPool::run_after(Duration delay, std::function<void()> work) {
    {
        std::lock_guard lock(mutex_);
        delayed_.emplace(clock_.monotonic_ns() + delay.us * 1000, std::move(work));
    }
    changed_.notify_one();
}

void WorkerPool::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        std::function<void()> work;
        if (!ready_.empty()) {
            work = std::move(ready_.front());
            ready_.pop_front();
        } else if (!delayed_.empty() && delayed_.begin()->first <= clock_.monotonic_ns()) {
            work = std::move(delayed_.begin()->second);
            delayed_.erase(delayed_.begin());
        } else if (delayed_.empty()) {
            changed_.wait(lock);
            continue;
        } else {
            auto wait = delayed_.begin()->first - clock_.monotonic_ns();
            changed_.wait_for(lock, std::chrono::nanoseconds(wait));
            continue;
        }
        lock.unlock();
        work();
        work = nullptr;
        lock.lock();
    }
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

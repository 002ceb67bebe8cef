#include "platform/threads/flush_thread.hpp"

#include <pthread.h>

#include <iterator>
#include <utility>

#include "runtime/unflushed_commits.hpp"

namespace jangteo::platform {

FlushThread::FlushThread(sql::Store& store) : store_(store), thread_([this] { loop(); }) {
    pthread_setname_np(thread_.native_handle(), "flush");
}

void FlushThread::stop() {
    if (!thread_.joinable()) return;
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void FlushThread::flush(runtime::AfterFlush after, bool at_once) {
    {
        std::unique_lock lock(mutex_);
        if (!at_once || is_asked_ || is_flushing_) {
            std::move(after.begin(), after.end(), std::back_inserter(waiting_));
            is_asked_ = true;
            if (!is_flushing_) changed_.notify_one();
            ++unflushed_;
            flushed_.wait(lock, [&] { return unflushed_ < runtime::unflushed_commits_max; });
            return;
        }
    }
    // Only the lane's thread asks, so nothing comes in between.
    store_.flush();
    for (const auto& call : after) call();
}

void FlushThread::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return is_asked_ || stopping_; });
        if (!is_asked_) return;
        is_asked_ = false;
        is_flushing_ = true;
        runtime::AfterFlush after = std::exchange(waiting_, {});
        const int covered = unflushed_;
        lock.unlock();
        store_.flush();
        lock.lock();
        unflushed_ -= covered;
        lock.unlock();
        flushed_.notify_one();
        for (const auto& call : after) call();
        lock.lock();
        is_flushing_ = false;
    }
}

}  // namespace jangteo::platform

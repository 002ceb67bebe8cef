#include "boot/replay/task.hpp"

#include <algorithm>
#include <memory>

namespace jangteo::boot {
namespace {

// A coroutine nobody awaits: it begins at once and takes itself away at its end.
struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

Detached run(Task<void>& task, std::shared_ptr<std::promise<void>> promise) {
    std::exception_ptr error;
    try {
        co_await task;
    } catch (...) {
        error = std::current_exception();
    }
    if (error) {
        promise->set_exception(error);
    } else {
        promise->set_value();
    }
}

struct Crowd {
    std::function<Task<void>(std::size_t)> work;
    std::size_t count = 0;
    std::size_t next = 0;
    std::size_t workers = 0;  // that have not ended
    std::exception_ptr error;
    std::coroutine_handle<> awaiting;
};

Detached worker(Crowd& crowd) {
    while (crowd.next < crowd.count && !crowd.error) {
        Task<void> one = crowd.work(crowd.next++);
        try {
            co_await one;
        } catch (...) {
            if (!crowd.error) crowd.error = std::current_exception();
        }
    }
    if (--crowd.workers == 0) crowd.awaiting.resume();
}

struct CrowdEnd {
    Crowd& crowd;
    std::size_t width;

    bool await_ready() { return false; }
    // The workers may all end before this returns, which then must not touch anything.
    void await_suspend(std::coroutine_handle<> awaiting) {
        crowd.awaiting = awaiting;
        crowd.workers = width;
        std::size_t to_start = width;
        Crowd& started = crowd;
        while (to_start-- > 0) worker(started);
    }
    void await_resume() {
        if (crowd.error) std::rethrow_exception(crowd.error);
    }
};

}  // namespace

std::future<void> start(platform::http::IoLoop& loop, Task<void>& task) {
    auto promise = std::make_shared<std::promise<void>>();
    auto future = promise->get_future();
    loop.post([&task, promise] { run(task, promise); });
    return future;
}

Task<void> for_each(std::size_t count, std::size_t width,
                    std::function<Task<void>(std::size_t)> work) {
    if (count == 0) co_return;
    Crowd crowd{std::move(work), count, 0, 0, {}, {}};
    CrowdEnd end{crowd, std::min(width, count)};
    co_await end;
}

}  // namespace jangteo::boot

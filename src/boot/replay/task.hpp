#pragma once

// Task<T>: a coroutine that others await. It starts when it is awaited and runs on the loop's
// thread throughout; what it throws, whoever awaits it gets. Awaiting HTTP answers and pauses is
// what it is for, so that a thousand orders in flight read like one.
//
// Parameters of coroutines are values or references to what outlives the whole run.

#include <coroutine>
#include <exception>
#include <functional>
#include <future>
#include <optional>
#include <utility>

#include "platform/http/client.hpp"
#include "platform/http/io_loop.hpp"

namespace jangteo::boot {

namespace detail {

struct TaskPromiseBase {
    std::coroutine_handle<> awaiting = std::noop_coroutine();
    std::exception_ptr error;

    struct Final {
        bool await_ready() noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
            return done.promise().awaiting;
        }
        void await_resume() noexcept {}
    };

    std::suspend_always initial_suspend() noexcept { return {}; }
    Final final_suspend() noexcept { return {}; }
    void unhandled_exception() { error = std::current_exception(); }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
  public:
    struct promise_type : detail::TaskPromiseBase {
        std::optional<T> value;
        Task get_return_object() { return Task(Handle::from_promise(*this)); }
        void return_value(T result) { value = std::move(result); }
    };
    using Handle = std::coroutine_handle<promise_type>;

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (handle_) handle_.destroy();
    }

    bool await_ready() { return false; }
    Handle await_suspend(std::coroutine_handle<> awaiting) {
        handle_.promise().awaiting = awaiting;
        return handle_;
    }
    T await_resume() {
        if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
        return std::move(*handle_.promise().value);
    }

  private:
    explicit Task(Handle handle) : handle_(handle) {}
    Handle handle_;
};

template <>
class [[nodiscard]] Task<void> {
  public:
    struct promise_type : detail::TaskPromiseBase {
        Task get_return_object() { return Task(Handle::from_promise(*this)); }
        void return_void() {}
    };
    using Handle = std::coroutine_handle<promise_type>;

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (handle_) handle_.destroy();
    }

    bool await_ready() { return false; }
    Handle await_suspend(std::coroutine_handle<> awaiting) {
        handle_.promise().awaiting = awaiting;
        return handle_;
    }
    void await_resume() {
        if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    }

  private:
    explicit Task(Handle handle) : handle_(handle) {}
    Handle handle_;
};

// The answer to a request.
class Sending {
  public:
    Sending(platform::http::HttpClient& http, const platform::http::ClientRequest& request,
            Duration timeout)
        : http_(http), request_(request), timeout_(timeout) {}

    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) {
        http_.send(request_, timeout_, [this, awaiting](platform::http::ClientResult result) {
            result_ = std::move(result);
            awaiting.resume();
        });
    }
    platform::http::ClientResult await_resume() { return std::move(*result_); }

  private:
    platform::http::HttpClient& http_;
    const platform::http::ClientRequest& request_;
    Duration timeout_;
    std::optional<platform::http::ClientResult> result_;
};

class Pause {
  public:
    Pause(platform::http::IoLoop& loop, Duration delay) : loop_(loop), delay_(delay) {}

    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) {
        loop_.post_after(delay_, [awaiting] { awaiting.resume(); });
    }
    void await_resume() {}

  private:
    platform::http::IoLoop& loop_;
    Duration delay_;
};

// Runs a task on the loop; the future has its end or what it threw. The task must live until then.
std::future<void> start(platform::http::IoLoop& loop, Task<void>& task);

// work(0) … work(count - 1), begun in this order, at most `width` at a time. When one throws, no
// more are begun, and the first error is thrown when those under way have ended.
Task<void> for_each(std::size_t count, std::size_t width,
                    std::function<Task<void>(std::size_t)> work);

}  // namespace jangteo::boot

#pragma once

// A delayed call on an io_context, from any thread. Dropped with the context.

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "kernel/timestamp.hpp"

namespace jangteo::platform::http {

inline void run_after(boost::asio::io_context& io, Duration delay, std::function<void()> work) {
    // A timer may not be started beside its running context, so even that happens on it.
    boost::asio::post(io, [&io, delay, work = std::move(work)]() mutable {
        auto timer = std::make_unique<boost::asio::steady_timer>(io);
        timer->expires_after(std::chrono::microseconds(delay.us));
        auto& started = *timer;
        started.async_wait(
            [timer = std::move(timer), work = std::move(work)](boost::system::error_code error) {
                if (!error) work();
            });
    });
}

}  // namespace jangteo::platform::http

#pragma once

// The inside of an IoLoop, for the files of this room that speak Asio.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "platform/http/io_loop.hpp"

namespace jangteo::platform::http {

struct IoLoop::Native {
    boost::asio::io_context io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        io.get_executor()};
    std::thread thread;
};

}  // namespace jangteo::platform::http

#include "platform/http/io_loop.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "platform/http/io_loop_native.hpp"
#include "platform/http/run_after.hpp"

namespace jangteo::platform::http {

IoLoop::IoLoop() : native_(std::make_unique<Native>()) {
    native_->thread = std::thread([this] { native_->io.run(); });
    pthread_setname_np(native_->thread.native_handle(), "http client");
}

IoLoop::~IoLoop() {
    native_->io.stop();
    native_->thread.join();
}

void IoLoop::post(std::function<void()> work) { boost::asio::post(native_->io, std::move(work)); }

void IoLoop::post_after(Duration delay, std::function<void()> work) {
    run_after(native_->io, delay, std::move(work));
}

bool IoLoop::is_own_thread() const {
    return native_->thread.get_id() == std::this_thread::get_id();
}

}  // namespace jangteo::platform::http

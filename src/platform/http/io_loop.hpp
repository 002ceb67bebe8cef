#pragma once

// IoLoop: one thread that waits for sockets and timers. Clients live on a loop; several may share
// one. All functions may be called from any thread; what is posted runs on the loop's thread and
// must not block or throw.

#include <functional>
#include <memory>

#include "kernel/timestamp.hpp"

namespace jangteo::platform::http {

class IoLoop {
  public:
    IoLoop();
    ~IoLoop();  // What has not run by then is dropped. Never on the loop's own thread.
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;

    void post(std::function<void()> work);
    void post_after(Duration delay, std::function<void()> work);
    bool is_own_thread() const;

    struct Native;
    Native& native() { return *native_; }

  private:
    std::unique_ptr<Native> native_;
};

}  // namespace jangteo::platform::http

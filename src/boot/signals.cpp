#include "boot/signals.hpp"

#include <unistd.h>

#include <thread>

namespace jangteo::boot {

StopSignals::StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

void StopSignals::wait() const {
    int number = 0;
    sigwait(&set_, &number);
}

bool StopSignals::wait_for(Duration time) const {
    timespec limit{time.us / 1'000'000, (time.us % 1'000'000) * 1000};
    return sigtimedwait(&set_, nullptr, &limit) > 0;
}

void StopSignals::exit_on_next() const {
    std::thread([set = set_] {
        int number = 0;
        sigwait(&set, &number);
        _exit(128 + number);
    }).detach();
}

}  // namespace jangteo::boot

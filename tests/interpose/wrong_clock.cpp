// A program's time of day is JANGTEO_CLOCK_AHEAD seconds ahead, behind where that is negative
// (LD_PRELOAD). The clock that only counts is left alone. Tests only.
//
// It asks the kernel itself: looking up the real function allocates, and our allocator asks for the
// time before it can (libfaketime hangs there).

#include <pthread.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>

namespace {

time_t ahead = 0;

__attribute__((constructor)) void read_settings() {
    if (const char* seconds = std::getenv("JANGTEO_CLOCK_AHEAD")) ahead = std::atol(seconds);
}

// More than a clock that counts from the start of the machine ever shows.
constexpr time_t of_a_day = 1'000'000'000;

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    const long failed = syscall(SYS_clock_gettime, clock, time);
    const bool is_of_day = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    if (failed == 0 && is_of_day) time->tv_sec += ahead;
    return static_cast<int>(failed);
}

int gettimeofday(timeval* time, void*) noexcept {
    timespec now{};
    const int failed = clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return failed;
}

time_t time(time_t* time) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (time) *time = now.tv_sec;
    return now.tv_sec;
}

// Until when: the kernel does not know of our time. A condition that was made for the other clock
// is told by how small its times are. What C11 has for both (timespec_get and cnd_timedwait, which
// librdkafka uses) is not ours, so there it is right.
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
    timespec at = *until;
    if (at.tv_sec < of_a_day) return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &at);
    at.tv_sec -= ahead;
    return pthread_cond_clockwait(condition, mutex, CLOCK_REALTIME, &at);
}

}  // extern "C"

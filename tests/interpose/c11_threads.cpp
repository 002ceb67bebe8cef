// The thread sanitizer of g++ 12 knows POSIX threads and not those of C11, which librdkafka uses:
// its threads would be unknown to the sanitizer and end the program. In glibc the objects of both
// are the same, so the calls are passed on. Linked into programs under that sanitizer alone.

#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>

namespace {

struct Start {
    thrd_start_t function;
    void* argument;
};

void* run(void* start) {
    const Start own = *static_cast<Start*>(start);
    delete static_cast<Start*>(start);
    return reinterpret_cast<void*>(static_cast<std::intptr_t>(own.function(own.argument)));
}

int result(int error) {
    switch (error) {
        case 0: return thrd_success;
        case EBUSY: return thrd_busy;
        case ETIMEDOUT: return thrd_timedout;
        case ENOMEM: return thrd_nomem;
        default: return thrd_error;
    }
}

pthread_mutex_t* of(mtx_t* mutex) { return reinterpret_cast<pthread_mutex_t*>(mutex); }
pthread_cond_t* of(cnd_t* condition) { return reinterpret_cast<pthread_cond_t*>(condition); }

}  // namespace

extern "C" {

// Its own counts of who holds an object are atomic in code that the sanitizer does not see. What
// our functions do when it calls them is hidden as well: they lock before they touch anything.
const char* __tsan_default_suppressions() { return "race:librdkafka.so\n"; }

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
    auto* start = new Start{function, argument};
    const int error = pthread_create(thread, nullptr, run, start);
    if (error != 0) delete start;
    return result(error);
}

int thrd_join(thrd_t thread, int* code) {
    void* value = nullptr;
    const int error = pthread_join(thread, &value);
    if (code) *code = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
    return result(error);
}

int thrd_detach(thrd_t thread) { return result(pthread_detach(thread)); }

int mtx_init(mtx_t* mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    const bool is_recursive = (type & mtx_recursive) != 0;
    pthread_mutexattr_settype(&attributes,
                              is_recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
    return result(pthread_mutex_init(of(mutex), &attributes));
}
void mtx_destroy(mtx_t* mutex) { pthread_mutex_destroy(of(mutex)); }
int mtx_lock(mtx_t* mutex) { return result(pthread_mutex_lock(of(mutex))); }
int mtx_trylock(mtx_t* mutex) { return result(pthread_mutex_trylock(of(mutex))); }
int mtx_unlock(mtx_t* mutex) { return result(pthread_mutex_unlock(of(mutex))); }

int cnd_init(cnd_t* condition) { return result(pthread_cond_init(of(condition), nullptr)); }
void cnd_destroy(cnd_t* condition) { pthread_cond_destroy(of(condition)); }
int cnd_signal(cnd_t* condition) { return result(pthread_cond_signal(of(condition))); }
int cnd_broadcast(cnd_t* condition) { return result(pthread_cond_broadcast(of(condition))); }
int cnd_wait(cnd_t* condition, mtx_t* mutex) {
    return result(pthread_cond_wait(of(condition), of(mutex)));
}
int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
    return result(pthread_cond_timedwait(of(condition), of(mutex), until));
}

}  // extern "C"

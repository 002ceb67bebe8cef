// Stands between a shop and the kernel (LD_PRELOAD): calls that write or flush files below
// JANGTEO_IO_FOLDER are counted and broken as the file JANGTEO_IO_CONTROL says. Tests only.

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/interpose/io_control.hpp"

namespace {

using jangteo::test::IoControl;
using jangteo::test::unflushed_max;

template <class Function>
Function* real(Function*, const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

IoControl* control() {
    static IoControl* mapped = [] {
        const char* path = std::getenv("JANGTEO_IO_CONTROL");
        if (path == nullptr) std::abort();
        const int file = open(path, O_RDWR | O_CLOEXEC);
        void* at = mmap(nullptr, sizeof(IoControl), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (at == MAP_FAILED) std::abort();
        close(file);
        return static_cast<IoControl*>(at);
    }();
    return mapped;
}

bool is_watched(int file) {
    static const std::string folder = std::getenv("JANGTEO_IO_FOLDER");
    char target[512];
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t length = readlink(link.c_str(), target, sizeof target);
    return length > 0 &&
           std::string_view(target, static_cast<std::size_t>(length)).starts_with(folder);
}

std::uint64_t inode_of(int file) {
    struct stat facts {};
    fstat(file, &facts);
    return facts.st_ino;
}

class Locked {
  public:
    Locked() {
        while (control()->lock.exchange(1, std::memory_order_acquire) != 0) {
        }
    }
    ~Locked() { control()->lock.store(0, std::memory_order_release); }
};

void note_write(int file, off_t offset, std::size_t length) {
    const jangteo::test::UnflushedWrite write{inode_of(file), offset, length};
    const Locked lock;
    IoControl& io = *control();
    if (io.unflushed == unflushed_max) {
        io.overflowed = 1;
        return;
    }
    // The process may be killed at any instruction: an entry counts once it is whole.
    io.writes[io.unflushed] = write;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    ++io.unflushed;
}

void note_flush(int file) {
    const std::uint64_t inode = inode_of(file);
    const Locked lock;
    IoControl& io = *control();
    auto* end = std::remove_if(io.writes, io.writes + io.unflushed,
                               [&](const auto& write) { return write.inode == inode; });
    io.unflushed = static_cast<std::uint32_t>(end - io.writes);
}

void die() {
    kill(getpid(), SIGKILL);
    pause();
}

// 0: the call goes on. Else how it breaks.
int breaks(bool is_flush) {
    IoControl& io = *control();
    const std::uint64_t number = ++io.calls;
    if (io.break_from == 0 || number < io.break_from || number > io.break_until) return 0;
    ++io.broken;
    if (is_flush) ++io.broken_flushes;
    const int how = io.how;
    if (how == jangteo::test::io_dies_before) die();
    if (how == jangteo::test::io_dies_torn && is_flush) die();
    return how;
}

// pwrite and pwrite64 are one function on 64-bit machines.
ssize_t write_at(int file, const void* bytes, std::size_t size, off_t offset) {
    static auto* const next = real(&pwrite, "pwrite64");
    if (!is_watched(file)) return next(file, bytes, size, offset);
    const int how = breaks(false);
    if (how == jangteo::test::io_dies_torn) {
        next(file, bytes, size / 2, offset);
        die();
    }
    if (how > 0) {
        errno = how;
        return -1;
    }
    note_write(file, offset, size);
    return next(file, bytes, size, offset);
}

int flush(int file, int (*next)(int)) {
    if (!is_watched(file)) return next(file);
    const int how = breaks(true);
    if (how > 0) {
        errno = how == ENOSPC ? EIO : how;
        return -1;
    }
    const int result = next(file);
    if (result == 0) note_flush(file);
    return result;
}

}  // namespace

extern "C" {

ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t offset) {
    return write_at(file, bytes, size, offset);
}

ssize_t pwrite64(int file, const void* bytes, std::size_t size, off64_t offset) {
    return write_at(file, bytes, size, offset);
}

int fsync(int file) {
    static auto* const next = real(&fsync, "fsync");
    return flush(file, next);
}

int fdatasync(int file) {
    static auto* const next = real(&fdatasync, "fdatasync");
    return flush(file, next);
}

int ftruncate64(int file, off64_t size) noexcept {
    static auto* const next = real(&ftruncate64, "ftruncate64");
    if (!is_watched(file)) return next(file, size);
    const int how = breaks(false);
    if (how == jangteo::test::io_dies_torn) die();
    if (how > 0) {
        errno = how;
        return -1;
    }
    return next(file, size);
}

}  // extern "C"

#include "boot/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

[[noreturn]] void refuse(const std::string& words) { throw Fault(FaultKind::permanent, words); }

std::string error_text() { return std::strerror(errno); }

// Reads a whole small file; -1 when it does not exist.
ssize_t read_file(const std::string& path, void* bytes, std::size_t size) {
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT) return -1;
        refuse("cannot read " + path + ": " + error_text());
    }
    ssize_t count = ::read(file, bytes, size);
    ::close(file);
    return count;
}

void write_secret_file(const std::string& path, const void* bytes, std::size_t size) {
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, bytes, size) != static_cast<ssize_t>(size) ||
        ::fsync(file) != 0) {
        refuse("cannot write " + path + ": " + error_text());
    }
    ::close(file);
}

}  // namespace

DataFolder::DataFolder(std::string path) : path_(std::move(path)) {
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error) refuse("cannot make the data folder " + path_ + ": " + error.message());
    std::string file = path_ + "/lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) refuse("cannot write to the data folder " + path_ + ": " + error_text());
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        refuse("the data folder " + path_ +
               " is in use by another process: stop that one, or give another --data");
    }
}

DataFolder::~DataFolder() { ::close(lock_); }

std::array<std::uint8_t, 32> DataFolder::token_seed(runtime::Random& random) const {
    std::array<std::uint8_t, 32> seed{};
    std::string path = path_ + "/token.key";
    ssize_t size = read_file(path, seed.data(), seed.size());
    if (size == static_cast<ssize_t>(seed.size())) return seed;
    if (size >= 0) {
        refuse(path +
               " is not a key of 32 bytes: restore it from a backup, or delete it, which logs "
               "everybody out");
    }
    random.fill(seed);
    write_secret_file(path, seed.data(), seed.size());
    return seed;
}

}  // namespace jangteo::boot

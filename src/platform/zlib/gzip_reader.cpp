#include "platform/zlib/gzip_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kernel/fault.hpp"

namespace jangteo::platform::zlib {
namespace {

constexpr unsigned buffer_bytes = 256 << 10;
constexpr std::size_t read_bytes_max = 1 << 20;

}  // namespace

GzipReader::GzipReader(std::string path) : path_(std::move(path)) {
    errno = 0;
    file_ = gzopen(path_.c_str(), "rb");
    if (file_ == nullptr) {
        throw Fault(FaultKind::permanent, path_ + ": " + std::strerror(errno));
    }
    gzbuffer(file_, buffer_bytes);
}

GzipReader::~GzipReader() { gzclose(file_); }

std::size_t GzipReader::read(std::span<char> out) {
    int size =
        gzread(file_, out.data(), static_cast<unsigned>(std::min(out.size(), read_bytes_max)));
    int error = Z_OK;
    const char* words = gzerror(file_, &error);
    // A file that is cut off gives what it has, and the error only here.
    if (size < 0 || (error != Z_OK && error != Z_STREAM_END)) {
        if (error == Z_ERRNO) words = std::strerror(errno);
        throw Fault(FaultKind::permanent, path_ + ": " + words);
    }
    return static_cast<std::size_t>(size);
}

}  // namespace jangteo::platform::zlib

#pragma once

// GzipReader: the bytes of a file, unpacked when it is a gzip file (RFC 1952, also several members
// behind each other) and as they are when it is not. One thread. Fault{permanent} says what is
// wrong with the file: it does not open, or it is damaged or cut off.

#include <span>
#include <string>

struct gzFile_s;

namespace jangteo::platform::zlib {

class GzipReader {
  public:
    explicit GzipReader(std::string path);
    ~GzipReader();
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;

    // Fills `out` as far as it can; 0 at the end of the file.
    std::size_t read(std::span<char> out);

  private:
    std::string path_;
    gzFile_s* file_ = nullptr;
};

}  // namespace jangteo::platform::zlib

#pragma once

// DataFolder: the folder of an embedded shop, held by one process at a time: an exclusive lock on
// its `lock` file for as long as the object lives. Fault{permanent} says what is wrong and what to
// do.

#include <array>
#include <cstdint>
#include <string>

#include "runtime/clock.hpp"

namespace jangteo::boot {

inline std::string store_file_in(const std::string& data) { return data + "/jangteo.db"; }

class DataFolder {
  public:
    // Makes the folder when it does not exist.
    explicit DataFolder(std::string path);
    ~DataFolder();
    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;

    std::string store_path() const { return store_file_in(path_); }
    const std::string& path() const { return path_; }
    // The seed of the token keys; made at the first start, readable by the owner alone.
    std::array<std::uint8_t, 32> token_seed(runtime::Random& random) const;

  private:
    std::string path_;
    int lock_ = -1;
};

}  // namespace jangteo::boot

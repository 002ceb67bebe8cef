#pragma once

// History: everything that happened in a run, as one hash, and as words when somebody wants to read
// them. Two runs of a seed have the same hash, or something depends on more than the seed.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::simulation {

struct Told {
    Timestamp at;
    std::string about;  // an id, or nothing
    std::string words;
};

class History {
  public:
    void mix(std::string_view bytes) {
        mix(static_cast<std::int64_t>(bytes.size()));
        while (!bytes.empty()) {
            std::int64_t part = 0;
            std::size_t size = std::min(bytes.size(), sizeof part);
            std::memcpy(&part, bytes.data(), size);
            mix(part);
            bytes.remove_prefix(size);
        }
    }
    void mix(std::int64_t number) {
        hash_ ^= static_cast<std::uint64_t>(number);
        hash_ *= 0x9e3779b97f4a7c15ULL;
        hash_ ^= hash_ >> 29;
    }
    std::uint64_t hash() const { return hash_; }

    void listen() { listening_ = true; }
    bool listening() const { return listening_; }
    void tell(Timestamp at, std::string about, std::string words) {
        told_.push_back({at, std::move(about), std::move(words)});
    }
    const std::vector<Told>& told() const { return told_; }

  private:
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
    bool listening_ = false;
    std::vector<Told> told_;
};

}  // namespace jangteo::simulation

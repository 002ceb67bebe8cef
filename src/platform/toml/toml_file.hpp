#pragma once

// A TOML file as a flat list: each value with its dotted key and its line.

#include <cstdint>
#include <expected>
#include <string>
#include <variant>
#include <vector>

namespace jangteo::platform::toml {

using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

struct Entry {
    std::string key;  // "store.url"
    Value value;
    int line = 0;
};

// In the order of the file; or "FILE:LINE: …" for what is not TOML, for a value that is a date, a
// table in a list or a list of anything but texts, and for a file that cannot be read.
std::expected<std::vector<Entry>, std::string> read_toml(const std::string& path);

}  // namespace jangteo::platform::toml

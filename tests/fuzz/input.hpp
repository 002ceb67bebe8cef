#pragma once

// How targets take an input apart.

#include <cstddef>
#include <string_view>
#include <utility>

namespace jangteo::fuzz {

// The first line, and what is behind its newline.
inline std::pair<std::string_view, std::string_view> first_line(std::string_view input) {
    auto end = input.find('\n');
    if (end == std::string_view::npos) return {input, {}};
    return {input.substr(0, end), input.substr(end + 1)};
}

// The first byte as a number from 1, and the rest.
inline std::pair<std::size_t, std::string_view> piece_size(std::string_view input) {
    if (input.empty()) return {1, input};
    return {static_cast<unsigned char>(input[0]) + std::size_t{1}, input.substr(1)};
}

}  // namespace jangteo::fuzz

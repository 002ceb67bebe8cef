#pragma once

// The languages people are answered in.

#include <cstdint>
#include <string_view>

namespace jangteo {

enum class Language : std::uint8_t { ko, en };

// A sentence in both languages; both live as long as the program.
struct Words {
    std::string_view ko;
    std::string_view en;

    std::string_view in(Language language) const { return language == Language::ko ? ko : en; }
};

}  // namespace jangteo

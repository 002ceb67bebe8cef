#pragma once

// check(): an assertion that stays on in production. A failed check is a bug in our reasoning, so
// nobody handles it: it says what broke and where, flushes, and stops the process; the store
// resumes at restart.

#include <source_location>
#include <string_view>

namespace jangteo {

[[noreturn]] void fail_check(std::string_view words, std::source_location where);

inline void check(bool condition, std::string_view words,
                  std::source_location where = std::source_location::current()) {
    if (!condition) [[unlikely]] {
        fail_check(words, where);
    }
}

}  // namespace jangteo

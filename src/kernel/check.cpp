#include "kernel/check.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>

namespace jangteo {

void fail_check(std::string_view words, std::source_location where) {
    fmt::print(stderr, "bug: {} ({}:{} in {})\n", words, where.file_name(), where.line(),
               where.function_name());
    std::fflush(nullptr);
    std::abort();
}

}  // namespace jangteo

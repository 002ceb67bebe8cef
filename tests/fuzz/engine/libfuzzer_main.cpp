// A target for libFuzzer, which has the main function. JANGTEO_FUZZ_TARGET is the target's name.

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "tests/fuzz/targets.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);

namespace {

const jangteo::fuzz::Target& target = jangteo::fuzz::JANGTEO_FUZZ_TARGET;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    target.run({reinterpret_cast<const char*>(data), size});
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t size_max, unsigned int) {
    std::size_t kept = 0;
    if (target.first_line == jangteo::fuzz::FirstLine::kept) {
        const auto* newline = static_cast<const std::uint8_t*>(std::memchr(data, '\n', size));
        kept = newline ? static_cast<std::size_t>(newline - data) + 1 : 0;
    }
    return kept + LLVMFuzzerMutate(data + kept, size - kept, size_max - kept);
}

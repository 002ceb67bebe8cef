#pragma once

// SodiumRandom: unguessable bytes without a system call for each id. Every thread has its own
// buffer, filled by ChaCha20 under a key from the kernel; each refill replaces the key, so that a
// later look at the memory tells nothing about bytes handed out before (D. J. Bernstein,
// "Fast-key-erasure random-number generators", 2017). Not for use across fork().

#include "runtime/clock.hpp"

namespace jangteo::platform::sodium {

class SodiumRandom final : public runtime::Random {
  public:
    SodiumRandom();

    void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace jangteo::platform::sodium

#pragma once

// Argon2Passwords: Argon2id (RFC 9106) in the PHC string format, so that a hash says its own cost
// and stays good when the cost is raised. Any thread; a call takes tens of milliseconds and
// `memory_kib` of memory.

#include "runtime/ports.hpp"

namespace jangteo::platform::sodium {

// The least that OWASP's Password Storage Cheat Sheet accepts for Argon2id with one lane.
struct Argon2Cost {
    std::uint32_t memory_kib = 19 * 1024;
    std::uint32_t passes = 2;
};

// For tests: as cheap as the library allows.
inline constexpr Argon2Cost argon2_cheapest{8, 1};

class Argon2Passwords final : public runtime::Passwords {
  public:
    explicit Argon2Passwords(Argon2Cost cost = {});

    // Fault{retry_later} when there is no memory for it.
    std::string hash(std::string_view password) override;
    // False too for a text that is no hash.
    bool verify(std::string_view password, const std::string& hash) override;

  private:
    Argon2Cost cost_;
};

}  // namespace jangteo::platform::sodium

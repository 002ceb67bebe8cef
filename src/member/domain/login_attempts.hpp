#pragma once

// How often a log-in may fail: ten times within a quarter of an hour, for any e-mail address, known
// or not. Counted in the store, so that a restart does not give an attacker ten more.

#include <cstdint>

#include "kernel/timestamp.hpp"

namespace jangteo::member {

inline constexpr std::int64_t login_failures_max = 10;
inline constexpr Duration login_failures_window = minutes(15);

struct LoginAttempts {
    Timestamp since;  // the first failure of the window
    std::int64_t failures = 0;
};

// Zero: may try. Otherwise how long until the window ends.
Duration locked_for(const LoginAttempts& attempts, Timestamp now);

LoginAttempts after_failure(const LoginAttempts& attempts, Timestamp now);

}  // namespace jangteo::member

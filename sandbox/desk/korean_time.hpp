#pragma once

// Times as Korean services write them.

#include <string>

#include "kernel/timestamp.hpp"

namespace jangteo::sandbox {

// 2026-01-31T18:00:00+09:00
inline std::string korean_time(Timestamp time) {
    return to_rfc3339(time + hours(9)).substr(0, 19) + "+09:00";
}

// 2026-01-31T18:00:00.123456, without an offset
inline std::string korean_time_with_fraction(Timestamp time) {
    return to_rfc3339(time + hours(9)).substr(0, 26);
}

}  // namespace jangteo::sandbox

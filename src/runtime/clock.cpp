#include "runtime/clock.hpp"

#include <algorithm>

namespace jangteo::runtime {

void Ids::start_after(Timestamp last) { last_ms_ = std::max(last_ms_, last.us / 1000 + 1); }

Uuid Ids::next(Timestamp now) {
    std::int64_t ms = now.us / 1000;
    Uuid uuid;
    random_.fill(std::span(uuid).subspan(6));
    if (ms > last_ms_) {
        last_ms_ = ms;
        // Half of the range stays free, so that a burst within one millisecond can count up.
        sequence_ = static_cast<std::uint16_t>(((uuid[6] << 8) | uuid[7]) & 0x7ff);
    } else if (++sequence_ > 0xfff) {
        ++last_ms_;
        sequence_ = 0;
    }
    set_unix_ms(uuid, last_ms_);
    uuid[6] = static_cast<std::uint8_t>(0x70 | (sequence_ >> 8));
    uuid[7] = static_cast<std::uint8_t>(sequence_);
    uuid[8] = static_cast<std::uint8_t>(0x80 | (uuid[8] & 0x3f));
    return uuid;
}

}  // namespace jangteo::runtime

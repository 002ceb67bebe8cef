#pragma once

// The ports of time and chance. Everything that decides gets `now` and ids as arguments from here,
// so that the same code runs on a virtual clock with a seeded source.

#include <cstdint>
#include <span>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::runtime {

// Any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    // Never goes back; only differences mean something. For measuring, not for deciding.
    virtual std::int64_t monotonic_ns() const = 0;
};

// Any thread. Bytes that nobody can guess (in production).
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// Makes ids: UUIDv7 (RFC 9562), ordered within one maker even inside a millisecond. One thread.
class Ids {
  public:
    explicit Ids(Random& random) : random_(random) {}

    // Those of another maker, which ended at `last`, stay behind; its clock may have been ahead.
    void start_after(Timestamp last);
    Uuid next(Timestamp now);

    template <class IdType>
    IdType next(Timestamp now) {
        return IdType(next(now));
    }

  private:
    Random& random_;
    std::int64_t last_ms_ = 0;
    std::uint16_t sequence_ = 0;  // 12 bits, method 1 of RFC 9562 §6.2
};

}  // namespace jangteo::runtime

#pragma once

// Small ports of the edge: secrets, background work.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/call.hpp"

namespace jangteo::runtime {

// Access tokens: short JWTs signed with EdDSA (RFC 8037). Any thread.
class Tokens {
  public:
    virtual ~Tokens() = default;
    virtual std::string issue(const Principal& principal, Timestamp now, Duration lifetime) = 0;
    // Signature, algorithm list, audience and times are checked; anything else is no principal.
    virtual std::optional<Principal> verify(std::string_view token, Timestamp now) = 0;
    // The public key as a JWK set (RFC 7517), for other processes.
    virtual std::string jwks() const = 0;
};

// Passwords: Argon2id in the PHC string format. Takes tens of milliseconds on purpose. Any thread.
class Passwords {
  public:
    virtual ~Passwords() = default;
    virtual std::string hash(std::string_view password) = 0;
    virtual bool verify(std::string_view password, const std::string& hash) = 0;
};

// BLAKE2b-256 of the parts, each with its length, so that parts cannot run into each other.
class Digest {
  public:
    virtual ~Digest() = default;
    virtual std::string digest(std::initializer_list<std::string_view> parts) const = 0;
};

// Work outside of the lane and of the request threads: slow preparation, delays. Any thread.
class Background {
  public:
    // Names a delayed call; the earlier, the smaller.
    struct Delayed {
        std::int64_t due = 0;  // by the implementation's clock
        std::uint64_t serial = 0;
        auto operator<=>(const Delayed&) const = default;
    };

    virtual ~Background() = default;
    // False when too much waits already.
    virtual bool run(std::function<void()> work) = 0;
    virtual Delayed run_after(Duration delay, std::function<void()> work) = 0;
    // What has begun already, or is done, is left alone.
    virtual void cancel(const Delayed& delayed) = 0;
};

}  // namespace jangteo::runtime

#pragma once

// SodiumDigest: BLAKE2b-256 (RFC 7693) over each part with its length in front, so that ("ab", "c")
// and ("a", "bc") differ. 32 raw bytes. Any thread.

#include "runtime/ports.hpp"

namespace jangteo::platform::sodium {

class SodiumDigest final : public runtime::Digest {
  public:
    SodiumDigest();

    std::string digest(std::initializer_list<std::string_view> parts) const override;
};

}  // namespace jangteo::platform::sodium

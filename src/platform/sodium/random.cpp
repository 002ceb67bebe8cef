#include "platform/sodium/random.hpp"

#include <sodium.h>

#include <array>
#include <cstring>

#include "platform/sodium/start.hpp"

namespace jangteo::platform::sodium {
namespace {

constexpr std::size_t key_bytes = crypto_stream_chacha20_KEYBYTES;
// One refill serves 254 ids, which spreads its microseconds thin.
constexpr std::size_t buffer_bytes = 4096;
// A fresh key from the kernel after each mebibyte bounds what one leaked key could tell.
constexpr int refills_per_key = 256;

class Buffer {
  public:
    ~Buffer() { sodium_memzero(bytes_.data(), bytes_.size()); }

    void take(std::span<std::uint8_t> out) {
        if (out.size() > buffer_bytes - next_) refill();
        std::memcpy(out.data(), bytes_.data() + next_, out.size());
        std::memset(bytes_.data() + next_, 0, out.size());
        next_ += out.size();
    }

  private:
    // The first bytes of the buffer are the key of the next refill and are never handed out.
    void refill() {
        if (refills_ == 0) randombytes_buf(bytes_.data(), key_bytes);
        refills_ = (refills_ + 1) % refills_per_key;
        std::array<std::uint8_t, key_bytes> key;
        std::memcpy(key.data(), bytes_.data(), key_bytes);
        static constexpr std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
        crypto_stream_chacha20(bytes_.data(), bytes_.size(), nonce.data(), key.data());
        sodium_memzero(key.data(), key.size());
        next_ = key_bytes;
    }

    std::array<std::uint8_t, buffer_bytes> bytes_{};
    std::size_t next_ = buffer_bytes;
    int refills_ = 0;
};

}  // namespace

SodiumRandom::SodiumRandom() { start(); }

void SodiumRandom::fill(std::span<std::uint8_t> bytes) {
    if (bytes.empty()) return;
    if (bytes.size() > buffer_bytes / 8) {
        randombytes_buf(bytes.data(), bytes.size());
        return;
    }
    thread_local Buffer buffer;
    buffer.take(bytes);
}

}  // namespace jangteo::platform::sodium

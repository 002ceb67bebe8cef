#pragma once

// AvroBytes: takes Avro's values off the front of some bytes. Every function is false when the
// bytes cannot be that, and then nothing more may be taken. Nothing here allocates: a claimed
// length is held against the bytes that are left.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "contracts/codec/text_rules.hpp"

namespace jangteo::codec {

inline constexpr std::size_t avro_varint_bytes_max = 10;

class AvroBytes {
  public:
    explicit AvroBytes(std::string_view bytes) : left_(bytes) {}

    bool done() const { return left_.empty(); }

    bool number(std::int64_t& out) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < avro_varint_bytes_max && i < left_.size(); ++i) {
            auto byte = static_cast<unsigned char>(left_[i]);
            if (i == avro_varint_bytes_max - 1 && byte > 1) return false;  // more than 64 bits
            bits |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
            if (byte < 0x80) {
                left_.remove_prefix(i + 1);
                out = static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
                return true;
            }
        }
        return false;
    }

    bool index(std::size_t& out, std::size_t limit) {
        std::int64_t value = 0;
        if (!number(value) || value < 0 || static_cast<std::uint64_t>(value) >= limit) return false;
        out = static_cast<std::size_t>(value);
        return true;
    }

    bool boolean(bool& out) {
        std::string_view byte;
        if (!fixed(1, byte) || static_cast<unsigned char>(byte[0]) > 1) return false;
        out = byte[0] == 1;
        return true;
    }

    bool fixed(std::size_t size, std::string_view& out) {
        if (size > left_.size()) return false;
        out = left_.substr(0, size);
        left_.remove_prefix(size);
        return true;
    }

    bool bytes(std::string_view& out) {
        std::size_t size = 0;
        return length(size) && fixed(size, out);
    }

    bool text(std::string_view& out) { return bytes(out) && count_code_points(out).has_value(); }

    // Arrays and maps: blocks of a count and as many items, until a count of 0. A negative count is
    // followed by the size of the block in bytes, for readers that skip.
    template <class TakeItem>
    bool blocks(TakeItem take_item) {
        while (true) {
            std::int64_t count = 0;
            if (!number(count)) return false;
            if (count == 0) return true;
            std::size_t size = left_.size();
            bool sized = count < 0;
            if (sized && (count == std::numeric_limits<std::int64_t>::min() || !length(size)))
                return false;
            if (sized) count = -count;
            // An item takes one byte or more: no claim can ask for more items than there are bytes.
            if (static_cast<std::uint64_t>(count) > size) return false;
            auto behind = left_.size() - size;
            for (std::int64_t i = 0; i < count; ++i) {
                if (!take_item()) return false;
            }
            if (sized && left_.size() != behind) return false;
        }
    }

  private:
    bool length(std::size_t& out) { return index(out, left_.size() + 1); }

    std::string_view left_;
};

}  // namespace jangteo::codec

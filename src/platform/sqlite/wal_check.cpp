#include "platform/sqlite/wal_check.hpp"

#include <cstdint>
#include <fstream>
#include <span>
#include <vector>

#include "runtime/unflushed_commits.hpp"

namespace jangteo::platform::sqlite {
namespace {

constexpr std::size_t header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::uint32_t magic = 0x377f0682;  // its last bit: checksums of big-endian words
constexpr std::uint32_t page_bytes_max = 65'536;

using Bytes = std::span<const unsigned char>;

std::uint32_t big_endian(Bytes bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) << 24 |
           static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

std::uint32_t little_endian(Bytes bytes, std::size_t at) {
    return __builtin_bswap32(big_endian(bytes, at));
}

struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    void add(Bytes bytes, bool is_big_endian) {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            auto word = is_big_endian ? big_endian : little_endian;
            first += word(bytes, at) + second;
            second += word(bytes, at + 4) + first;
        }
    }
    bool operator==(const Checksum&) const = default;
};

Checksum stored_at(Bytes bytes, std::size_t at) {
    return {big_endian(bytes, at), big_endian(bytes, at + 4)};
}

struct Header {
    bool is_big_endian = false;
    std::uint32_t page_bytes = 0;
    Checksum salts;
    Checksum checksum;
};

bool read_header(Bytes bytes, Header& header) {
    const std::uint32_t first = big_endian(bytes, 0);
    header.is_big_endian = (first & 1) != 0;
    header.page_bytes = big_endian(bytes, 8);
    header.salts = stored_at(bytes, 16);
    header.checksum.add(bytes.first(24), header.is_big_endian);
    return (first & ~1U) == magic && header.page_bytes >= 512 &&
           header.page_bytes <= page_bytes_max && header.checksum == stored_at(bytes, 24);
}

// Walks the frames; after a wrong one it goes on from the checksum that stands there, so that what
// follows can be told from noise.
class Walk {
  public:
    explicit Walk(const Header& header) : header_(header), sum_(header.checksum) {}

    void take(Bytes frame) {
        ++frames_;
        Checksum sum = sum_;
        sum.add(frame.first(8), header_.is_big_endian);
        sum.add(frame.subspan(frame_header_bytes), header_.is_big_endian);
        const bool is_ours = stored_at(frame, 8) == header_.salts;
        const bool is_right = is_ours && sum == stored_at(frame, 16);
        sum_ = stored_at(frame, 16);
        if (!is_right && first_wrong_ == 0) first_wrong_ = frames_;
        if (is_right && first_wrong_ != 0 && big_endian(frame, 4) != 0) ++ends_behind_;
    }

    std::string damage() const {
        // The first end may be that of the commit which has the wrong frame.
        const int commits_behind = ends_behind_ - 1;
        if (commits_behind < runtime::unflushed_commits_max) return "";
        return "frame " + std::to_string(first_wrong_) + " is damaged, and " +
               std::to_string(commits_behind) + " whole commits stand behind it";
    }

  private:
    const Header& header_;
    Checksum sum_;
    std::uint64_t frames_ = 0;
    std::uint64_t first_wrong_ = 0;
    int ends_behind_ = 0;  // of commits
};

}  // namespace

std::string wal_damage(const std::string& wal_path) {
    std::ifstream file(wal_path, std::ios::binary);
    std::vector<unsigned char> bytes(header_bytes);
    auto read = [&] {
        file.read(reinterpret_cast<char*>(bytes.data()),
                  static_cast<std::streamsize>(bytes.size()));
        return file.gcount() == static_cast<std::streamsize>(bytes.size());
    };
    if (!file || !read()) return "";
    Header header;
    if (!read_header(bytes, header)) return "its header is damaged";
    Walk walk(header);
    bytes.resize(frame_header_bytes + header.page_bytes);
    while (read()) walk.take(bytes);
    return walk.damage();
}

}  // namespace jangteo::platform::sqlite

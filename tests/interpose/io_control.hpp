#pragma once

// What a test and the library in broken_io.cpp share: a mapped file through which the test breaks
// the disk under a running shop, and learns which writes were not yet flushed when it was killed.

#include <atomic>
#include <cstdint>

namespace jangteo::test {

inline constexpr std::uint32_t unflushed_max = 16'384;

// Instead of an errno: what happens to the process.
inline constexpr int io_dies_before = -1;  // as by kill -9, before the call
inline constexpr int io_dies_torn = -2;    // in the middle of a write: half of its bytes are there

struct UnflushedWrite {
    std::uint64_t inode;
    std::int64_t offset;
    std::uint64_t length;
};

struct IoControl {
    // Calls that write or flush, since it was set to 0. Those from number `break_from` to number
    // `break_until` break (counted from 1; 0: none).
    std::atomic<std::uint64_t> calls;
    std::atomic<std::uint64_t> break_from;
    std::atomic<std::uint64_t> break_until;
    std::atomic<int> how;  // an errno, or one of the above
    std::atomic<std::uint64_t> broken;
    std::atomic<std::uint64_t> broken_flushes;  // of those

    // Writes since the last flush of their file.
    std::atomic<std::uint32_t> lock;
    std::uint32_t overflowed;
    std::uint32_t unflushed;
    UnflushedWrite writes[unflushed_max];
};

}  // namespace jangteo::test

#pragma once

// What the machine can do without us: a bare HTTP answer from the same engine, durable writes, a
// SQLite commit. And what we took of it.

#include <cstdint>
#include <string>

#include "boot/bench/bench.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::boot {

BenchRow probe_bare_http(Duration time);
BenchRow probe_fsync(const std::string& folder, Duration time);
BenchRow probe_sqlite_commit(const std::string& folder, Duration time);

// The most that this process had resident, so far.
std::int64_t resident_bytes_max();

}  // namespace jangteo::boot

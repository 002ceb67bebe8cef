#pragma once

// pgbench, PostgreSQL's own benchmark, as a probe of the store's server.

#include <optional>
#include <string>

#include "boot/bench/bench.hpp"

namespace jangteo::boot {

// Its standard transaction (TPC-B like) by 16 clients, in a database of its own. Nothing where the
// store is no PostgreSQL, store.url has no {services} to name that database, or pgbench is not
// installed. `folder` is for what it prints.
std::optional<BenchRow> probe_pgbench(const Config& servers, const std::string& folder,
                                      Duration time);

}  // namespace jangteo::boot

#pragma once

// `jangteo replay`: plays an order book through the HTTP interface of a shop and shows that
// everything adds up. Without a URL it starts a shop of its own and the sandboxes. It keeps no
// notes of its own: what is done it finds in the shop, so it may be stopped, killed and started
// again at any point. docs/replay.md has the rules.

#include <cstddef>
#include <string>

#include "boot/endpoints.hpp"
#include "boot/replay/classify.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::boot {

struct ReplayOptions {
    std::string file;
    std::string data;  // folder of the shop's data; empty: a temporary one
    Endpoints shop;    // of a shop that runs; without shop_url: one of our own
    std::size_t concurrency = 64;
    Decimal stock_factor{1, 0};
    std::size_t invoices_max = 0;  // 0: all
    // How long a shop that is busy, away or has not heard of something yet is asked again.
    Duration patience = seconds(60);
    std::string report_file;  // JSON; empty: none
};

inline constexpr int status_stopped = 130;  // as a shell says of Ctrl-C

// The exit status: 0 everything adds up, 1 it does not, 130 stopped. Fault when a file or a folder
// is wrong.
int run_replay(const ReplayOptions& options);

}  // namespace jangteo::boot

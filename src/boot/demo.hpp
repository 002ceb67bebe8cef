#pragma once

// `jangteo demo`: a seeded shop with its sandboxes, one order from cart to delivery with its
// timeline, then serving until Ctrl-C (or not, with `once`).

#include "boot/config.hpp"

namespace jangteo::boot {

struct DemoOptions {
    Config config;
    bool once = false;
    std::string url;  // of a shop that runs; empty: one of its own
};

int run_demo(DemoOptions options);

}  // namespace jangteo::boot

#pragma once

// ReadBack: what the shop's stock units and the provider's books say in the end.

#include "boot/replay/desk.hpp"

namespace jangteo::boot {

struct StockFigures {
    std::int64_t initial = 0;  // brought in, however
    std::int64_t deducted = 0;
    std::int64_t restored = 0;
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
};

struct ProviderFigures {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::int64_t orders_that_differ = 0;  // from what the shop says of them
    std::string first_difference;
};

struct ReadBack {
    StockFigures stock;
    ProviderFigures provider;
};

// Of the plan's variants and of the world's orders alone, whatever else the shop and the provider
// hold.
Task<void> read_back(Desk& desk, ReadBack& result);

}  // namespace jangteo::boot

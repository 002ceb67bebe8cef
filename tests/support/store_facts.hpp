#pragma once

// What a store says of its orders, read from the file itself, with the shop stopped or running;
// what the provider's books say of the same; and whether both keep what was promised.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/id.hpp"
#include "order/domain/order.hpp"
#include "tests/support/kill_load.hpp"

namespace jangteo::test {

struct StoredOrder {
    order::Status status = order::Status::pending;
    std::int64_t captured = 0;  // as the payment service has it
    std::int64_t refunded = 0;
};

using StoredOrders = std::unordered_map<std::string, StoredOrder>;

StoredOrders stored_orders(const std::string& store_path);

// What of these promises the store does not keep, each in words.
std::vector<std::string> broken_promises(const StoredOrders& store,
                                         const std::vector<Promise>& promises);

struct ProviderBooks {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::vector<std::string> differences;  // order by order, against the store
};

ProviderBooks compare_books(ShopClient& toss, const StoredOrders& store);

// Waits until nothing is under way outside and no order waits for anything but its buyer or its
// parcel; what still waits after the patience, "" when nothing does.
std::string await_rest(ShopClient& shop, const LiveMarket& market, Duration patience = seconds(60));

}  // namespace jangteo::test

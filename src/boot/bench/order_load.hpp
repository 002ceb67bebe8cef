#pragma once

// Loads of the shop: products read, orders placed, whole orders to the start of their delivery.

#include "boot/bench/bench_shop.hpp"
#include "platform/http/load.hpp"

namespace jangteo::boot {

platform::http::LoadResult load_products(const BenchShop& shop, unsigned connections,
                                         Duration time);
platform::http::LoadResult load_orders(const BenchShop& shop, unsigned connections, Duration time);

struct WholeOrders {
    std::uint64_t orders = 0;
    std::uint64_t failed = 0;
    double rate = 0;    // orders a second, until the last delivery has started
    double p50_ms = 0;  // of one order: placed, authorised, paid, as the customer sees it
    double p99_ms = 0;
    std::string first_failure;
};

// A metric of the running shop, by its whole name; 0 when it has none.
double metric(const BenchShop& shop, std::string_view name);

// CPU seconds that the threads of this process with that name have used.
double cpu_seconds_of(std::string_view thread_name);

// `pace` is orders a second, 0: as fast as `in_flight` allows.
WholeOrders load_whole_orders(BenchShop& shop, unsigned in_flight, std::uint64_t count,
                              double pace);

// One order after the other on an idle shop, each until its delivery has started: median
// milliseconds.
double whole_order_alone_ms(BenchShop& shop, int count);

}  // namespace jangteo::boot

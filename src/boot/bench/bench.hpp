#pragma once

// `jangteo bench`: probes of the machine and the shop's own quantities in the same run, with the
// load generator on the same machine and durable commits on. Figures are ratios first: a machine's
// absolute speed is its own.

#include <string>
#include <vector>

#include "boot/config.hpp"
#include "boot/endpoints.hpp"

namespace jangteo::boot {

struct BenchOptions {
    std::string json_file;  // also write the rows there
    bool quick = false;     // shorter runs, for a first look
    bool has_buyers_on_http_1_1 = false;
    std::string data;               // empty: a temporary folder, removed afterwards
    std::vector<std::string> only;  // ids of rows; empty: all
    // Where it names a store, the shop is measured on that store, which must be empty, and with the
    // brokers that it names: the cluster shape, every service in one process.
    Config config;
    // With its shop_url: that shop is measured as it runs, and none of its own.
    Endpoints running;
};

struct BenchRow {
    std::string id;
    std::string about;
    double value = 0;
    std::string unit;
    double probe = 0;  // what the machine does bare, in the same unit; 0: it is a probe itself
    double ratio = 0;
    double floor = 0;  // 0: none
    double goal = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    std::string note;

    // Whether less is better (seconds, bytes).
    bool less_is_better = false;
    bool holds() const {
        if (floor == 0) return true;
        return less_is_better ? value <= floor : value >= floor;
    }
};

int run_bench(const BenchOptions& options);

std::string bench_table(const std::vector<BenchRow>& rows);
std::string bench_json(const std::vector<BenchRow>& rows);

}  // namespace jangteo::boot

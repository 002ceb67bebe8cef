#pragma once

// Report: the result of a replay as figures, and the equations they must satisfy. Figures of
// orders, money and stock are what the shop and the provider answered; those of lines are of the
// file.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "boot/replay/read_back.hpp"

namespace jangteo::boot {

struct Equation {
    std::string words;
    std::int64_t left = 0;
    std::int64_t right = 0;
};

struct AuditFigures {
    std::int64_t invariants_checked = 0;
    std::int64_t violations = 0;
    std::vector<std::string> first_violations;
};

struct ReplayTimes {
    double seconds = 0;
    double set_up_seconds = 0;
    double orders_seconds = 0;
    double p50_ms = 0;
    double p99_ms = 0;
};

struct Report {
    LineCounts lines;
    std::int64_t orders_placed = 0;
    std::int64_t orders_completed = 0;
    std::map<std::string, std::int64_t> orders_refused;
    std::int64_t ordered = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    ProviderFigures provider;
    StockFigures stock;
    std::int64_t refunds_done = 0;
    std::int64_t refunds_unmatched = 0;
    std::int64_t refunds_of_refused = 0;
    ReplayTimes times;
    AuditFigures audit;
    std::vector<Equation> broken;  // equations that do not hold
};

// What is not an answer yet (times, audit) the caller fills in before finish_report().
Report make_report(const Desk& desk, const ReadBack& read);
// Finds the equations that do not hold.
void finish_report(const Desk& desk, Report& report);

std::string report_json(const Report& report);
std::string report_table(const Report& report);

}  // namespace jangteo::boot

#include "platform/postgres/postgres_faults.hpp"

#include <algorithm>
#include <array>

namespace jangteo::platform::postgres {

// https://www.postgresql.org/docs/15/errcodes-appendix.html
FaultKind fault_kind_of(std::string_view state) {
    constexpr std::array<std::string_view, 4> lost_a_race = {
        "40001",   // serialization_failure
        "40P01",   // deadlock_detected
        "55P03",   // lock_not_available: lock_timeout
        "0A000"};  // a prepared statement's columns have changed: it is prepared anew
    constexpr std::array<std::string_view, 3> out_of_order = {
        "25006",   // read_only_sql_transaction: this server is a standby now
        "57P01",   // admin_shutdown
        "57P03"};  // cannot_connect_now
    auto is_one_of = [&](const auto& states) {
        return std::find(states.begin(), states.end(), state) != states.end();
    };
    const std::string_view family = state.substr(0, 2);
    if (family == "23" || is_one_of(lost_a_race)) return FaultKind::retry_now;
    if (state.empty() || family == "08" || family == "53" || family == "57" || family == "58" ||
        is_one_of(out_of_order)) {
        return FaultKind::retry_later;
    }
    return FaultKind::permanent;
}

std::string one_line(std::string_view words) {
    std::string line;
    for (char c : words) {
        // The library goes on in the next line, behind a tab.
        const bool is_space = c == '\n' || c == '\t' || c == ' ';
        if (!is_space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

}  // namespace jangteo::platform::postgres

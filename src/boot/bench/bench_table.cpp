#include <fmt/format.h>

#include <boost/json.hpp>

#include "boot/bench/bench.hpp"

namespace jangteo::boot {

std::string bench_table(const std::vector<BenchRow>& rows) {
    std::string out =
        fmt::format("{:<50} {:>12} {:>10} {:>8} {:>11} {:>11} {:>8} {:>8}\n", "quantity",
                    "measured", "probe", "ratio", "floor", "goal", "p50 ms", "p99 ms");
    auto number = [](double value) {
        if (value == 0) return std::string("-");
        return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.2f}", value);
    };
    for (const BenchRow& row : rows) {
        out += fmt::format("{:<50} {:>12} {:>10} {:>8} {:>11} {:>11} {:>8} {:>8}{}\n", row.about,
                           number(row.value) + " " + row.unit, number(row.probe), number(row.ratio),
                           number(row.floor), number(row.goal), number(row.p50_ms),
                           number(row.p99_ms), row.holds() ? "" : "  BELOW THE FLOOR");
        if (!row.note.empty()) out += "    " + row.note + "\n";
    }
    return out;
}

std::string bench_json(const std::vector<BenchRow>& rows) {
    namespace json = boost::json;
    json::array list;
    for (const BenchRow& row : rows) {
        list.push_back(json::object{{"id", row.id},
                                    {"value", row.value},
                                    {"unit", row.unit},
                                    {"probe", row.probe},
                                    {"ratio", row.ratio},
                                    {"floor", row.floor},
                                    {"goal", row.goal},
                                    {"p50_ms", row.p50_ms},
                                    {"p99_ms", row.p99_ms}});
    }
    return json::serialize(json::object{{"rows", std::move(list)}});
}

}  // namespace jangteo::boot

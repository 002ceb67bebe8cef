#include "runtime/metrics.hpp"

#include <fmt/format.h>

namespace jangteo::runtime {
namespace {

const std::vector<double> second_bounds = {1e-5,   2.5e-5, 5e-5, 1e-4,   2.5e-4, 5e-4, 1e-3,
                                           2.5e-3, 5e-3,   1e-2, 2.5e-2, 5e-2,   0.1,  0.25,
                                           0.5,    1,      2.5,  5,      10};
const std::vector<double> size_bounds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096};

std::string braces(const std::string& labels) { return labels.empty() ? "" : "{" + labels + "}"; }

// The one with these labels; made when there is none yet.
template <class Map, class... Arguments>
auto& instrument(Map& all, std::string_view labels, const Arguments&... arguments) {
    auto known = all.find(labels);
    if (known != all.end()) return *known->second;
    using Instrument = typename Map::mapped_type::element_type;
    auto made = std::make_unique<Instrument>(arguments...);
    return *all.emplace(labels, std::move(made)).first->second;
}

}  // namespace

void Histogram::observe(double value) {
    std::size_t i = 0;
    while (i < bounds_.size() && value > bounds_[i]) ++i;
    counts_[i].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

void Histogram::write(std::string& out, const std::string& name, const std::string& labels) const {
    std::string prefix = labels.empty() ? "" : labels + ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < bounds_.size(); ++i) {
        total += counts_[i].load(std::memory_order_relaxed);
        fmt::format_to(std::back_inserter(out), "{}_bucket{{{}le=\"{}\"}} {}\n", name, prefix,
                       bounds_[i], total);
    }
    total += counts_[bounds_.size()].load(std::memory_order_relaxed);
    fmt::format_to(std::back_inserter(out),
                   "{}_bucket{{{}le=\"+Inf\"}} {}\n{}_sum{} {}\n{}_count{} {}\n", name, prefix,
                   total, name, braces(labels), sum_.load(std::memory_order_relaxed), name,
                   braces(labels), total);
}

Metrics::Family& Metrics::family(std::string_view name, std::string_view help,
                                 std::string_view type) {
    auto it = families_.find(name);
    if (it == families_.end()) {
        it = families_.emplace(std::string(name), Family{}).first;
        it->second.help = help;
        it->second.type = type;
    }
    return it->second;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, std::string_view labels) {
    std::lock_guard lock(mutex_);
    return instrument(family(name, help, "counter").counters, labels);
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, std::string_view labels) {
    std::lock_guard lock(mutex_);
    return instrument(family(name, help, "gauge").gauges, labels);
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::string_view labels,
                              const std::vector<double>& bounds) {
    std::lock_guard lock(mutex_);
    return instrument(family(name, help, "histogram").histograms, labels, bounds);
}

Histogram& Metrics::seconds(std::string_view name, std::string_view help, std::string_view labels) {
    return histogram(name, help, labels, second_bounds);
}

Histogram& Metrics::sizes(std::string_view name, std::string_view help, std::string_view labels) {
    return histogram(name, help, labels, size_bounds);
}

void Metrics::before_text(std::function<void()> refresh) {
    std::lock_guard lock(mutex_);
    refreshers_.push_back(std::move(refresh));
}

std::string Metrics::text() {
    std::vector<std::function<void()>> refreshers;
    {
        std::lock_guard lock(mutex_);
        refreshers = refreshers_;
    }
    for (const auto& refresh : refreshers) refresh();

    std::lock_guard lock(mutex_);
    std::string out;
    auto back = std::back_inserter(out);
    for (const auto& [name, family] : families_) {
        fmt::format_to(back, "# HELP {} {}\n# TYPE {} {}\n", name, family.help, name, family.type);
        for (const auto& [labels, c] : family.counters) {
            fmt::format_to(back, "{}{} {}\n", name, braces(labels), c->value());
        }
        for (const auto& [labels, g] : family.gauges) {
            fmt::format_to(back, "{}{} {}\n", name, braces(labels), g->value());
        }
        for (const auto& [labels, h] : family.histograms) h->write(out, name, labels);
    }
    return out;
}

}  // namespace jangteo::runtime

#pragma once

// Metrics in the Prometheus text format 0.0.4. Debian 12 packages no Prometheus client for C++
// (docs/decisions/0004), and what we need of one is small. Instruments live as long as the Metrics;
// using one is a relaxed atomic add, from any thread. Making one takes a lock: do it once and keep
// the reference.

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace jangteo::runtime {

class Counter {
  public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
  public:
    void set(double value) { value_.store(value, std::memory_order_relaxed); }
    double value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<double> value_{0};
};

// Buckets grow by about 2.5: 10 µs … 10 s for seconds, 1 … 10,000 for sizes.
class Histogram {
  public:
    static constexpr std::size_t buckets_max = 20;

    explicit Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)) {}
    void observe(double value);
    void write(std::string& out, const std::string& name, const std::string& labels) const;

  private:
    std::vector<double> bounds_;
    std::array<std::atomic<std::uint64_t>, buckets_max + 1> counts_{};
    std::atomic<double> sum_{0};
};

class Metrics {
  public:
    // `labels` as in `route="create_order"`; equal name and labels give the same instrument.
    Counter& counter(std::string_view name, std::string_view help, std::string_view labels = "");
    Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = "");
    Histogram& seconds(std::string_view name, std::string_view help, std::string_view labels = "");
    Histogram& sizes(std::string_view name, std::string_view help, std::string_view labels = "");

    // Called just before the text is made, to refresh gauges.
    void before_text(std::function<void()> refresh);
    std::string text();

  private:
    template <class Instrument>
    using Instruments = std::map<std::string, std::unique_ptr<Instrument>, std::less<>>;
    struct Family {
        std::string help;
        std::string_view type;
        Instruments<Counter> counters;
        Instruments<Gauge> gauges;
        Instruments<Histogram> histograms;
    };

    Family& family(std::string_view name, std::string_view help, std::string_view type);
    Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels,
                         const std::vector<double>& bounds);

    std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
    std::vector<std::function<void()>> refreshers_;
};

}  // namespace jangteo::runtime

#pragma once

// LatencyHistogram: counts of durations in buckets that grow with the duration (at most 1.6 %
// wide), so that a percentile costs no memory per measurement. Not synchronised: one per thread,
// then add().

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace jangteo::platform::http {

class LatencyHistogram {
  public:
    void record(std::uint64_t ns) {
        ++counts_[bucket_of(ns)];
        ++total_;
    }

    void add(const LatencyHistogram& other) {
        for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
        total_ += other.total_;
    }

    std::uint64_t total() const { return total_; }

    // `quantile` in 0..1; 0 when nothing was recorded.
    double quantile_ms(double quantile) const {
        const auto rank = static_cast<std::uint64_t>(quantile * static_cast<double>(total_));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen > 0 && seen >= rank) return static_cast<double>(upper_ns(i)) / 1e6;
        }
        return 0;
    }

  private:
    static constexpr std::uint64_t steps = 64;  // per doubling
    static constexpr int step_bits = 6;

    static std::size_t bucket_of(std::uint64_t ns) {
        if (ns < steps) return ns;
        const int shift = static_cast<int>(std::bit_width(ns)) - step_bits - 1;
        return std::min(static_cast<std::uint64_t>(shift + 1) * steps + (ns >> shift) - steps,
                        buckets - 1);
    }

    static std::uint64_t upper_ns(std::size_t bucket) {
        if (bucket < steps) return bucket;
        const std::uint64_t shift = bucket / steps - 1;
        return ((bucket % steps + steps + 1) << shift) - 1;
    }

    static constexpr std::uint64_t buckets = steps * 40;
    std::array<std::uint64_t, buckets> counts_{};
    std::uint64_t total_ = 0;
};

}  // namespace jangteo::platform::http

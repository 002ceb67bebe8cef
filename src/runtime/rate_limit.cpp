#include "runtime/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace jangteo::runtime {
namespace {

constexpr double rounding = 1e-6;  // of a token: who waited as long as told is let through

}  // namespace

double RateLimiter::filled(const Bucket& bucket, Timestamp now) {
    double elapsed = std::max(0.0, (now - bucket.at).seconds());
    return std::min(bucket.rule->burst, bucket.tokens + elapsed * bucket.rule->per_second);
}

Duration RateLimiter::take(std::string_view limit_class, std::string_view key, Timestamp now) {
    auto limit = limits_.find(limit_class);
    if (limit == limits_.end() || limit->second.per_second <= 0) return {};
    const RateLimit& rule = limit->second;
    std::string name = std::string(limit_class) + "|" + std::string(key);
    std::lock_guard lock(mutex_);
    if (buckets_.size() >= buckets_max) {
        // A full bucket says the same as none.
        std::erase_if(buckets_, [&](const auto& entry) {
            return filled(entry.second, now) >= entry.second.rule->burst;
        });
        if (buckets_.size() >= buckets_max) buckets_.clear();
    }
    auto [it, fresh] = buckets_.try_emplace(std::move(name), Bucket{&rule, rule.burst, now});
    Bucket& bucket = it->second;
    bucket.tokens = filled(bucket, now);
    bucket.at = std::max(bucket.at, now);
    if (bucket.tokens >= 1 - rounding) {
        bucket.tokens -= 1;
        return {};
    }
    return {static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / rule.per_second * 1e6))};
}

}  // namespace jangteo::runtime

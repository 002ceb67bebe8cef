#pragma once

// Rate limits: a token bucket per key and class, in memory, bounded. Any thread.

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel/timestamp.hpp"

namespace jangteo::runtime {

struct RateLimit {
    double per_second = 0;  // 0: no limit
    double burst = 0;
};

class RateLimiter {
  public:
    static constexpr std::size_t buckets_max = 100'000;

    // `limits` by class; "" is the default class.
    explicit RateLimiter(std::map<std::string, RateLimit, std::less<>> limits)
        : limits_(std::move(limits)) {}

    // Zero: allowed. Otherwise how long to wait.
    Duration take(std::string_view limit_class, std::string_view key, Timestamp now);

  private:
    struct Bucket {
        const RateLimit* rule;
        double tokens;
        Timestamp at;  // never goes back with the clock: time would be paid for twice
    };

    static double filled(const Bucket& bucket, Timestamp now);

    std::map<std::string, RateLimit, std::less<>> limits_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace jangteo::runtime

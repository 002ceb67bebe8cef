#pragma once

// Edge: from an HTTP exchange to a route's handler and back. Matches, authenticates, limits,
// decodes and validates on the request's thread; commands then go through the lane, queries are
// answered at once from a read snapshot. Any thread.

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "runtime/idempotency.hpp"
#include "runtime/lane.hpp"
#include "runtime/ports.hpp"
#include "runtime/rate_limit.hpp"

namespace jangteo::runtime {

inline constexpr std::size_t idempotency_key_max = 255;  // characters

struct EdgePorts {
    sql::Store& store;
    Clock& clock;
    Random& random;
    const Registry& registry;
    Metrics& metrics;
    Log& log;
    Watches& watches;
    Tokens& tokens;
    Digest& digest;
    Background& background;
    Lane& lane;
};

struct EdgeOptions {
    std::map<std::string, RateLimit, std::less<>> limits;
    Duration wait_max = seconds(30);           // for Prefer: wait
    std::size_t recent_records_max = 32'768;   // of IdempotencyRecords
    std::vector<std::string> cors_origins;     // exact origins; none: no CORS headers
    std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
};

class Edge {
  public:
    Edge(EdgePorts ports, EdgeOptions options);
    ~Edge();

    void handle(ExchangePtr exchange);

    // New requests are refused with 503 from now on.
    void close() { closed_ = true; }

    // For the lane's command messages.
    struct RouteMetrics {
        Histogram* seconds;
        Counter* by_class[6];  // by status / 100
    };
    void answer(const ExchangePtr& exchange, const Route* route, const Call& call,
                HttpAnswer answer);
    void answer_after(AfterFlush& after, ExchangePtr exchange, const Route& route, Call call,
                      HttpAnswer last);
    void release_key(const std::string& fingerprint);
    HttpAnswer overloaded(const Call& call) const;
    // True when it took the call and its answer over, to answer once the process rests.
    bool wait_until_resting(const ExchangePtr& exchange, const Route& route, Call& call,
                            HttpAnswer& answer, AfterFlush& after);
    IdempotencyRecords& idempotency() { return idempotency_; }
    const EdgePorts& ports() const { return ports_; }

  private:
    struct Authentication {
        Principal principal;
        bool bad_token = false;
    };

    Call begin_call(const HttpRequest& request) const;
    Authentication authenticate(const HttpRequest& request, Timestamp now);
    std::optional<HttpAnswer> admit(const Route& route, const HttpRequest& request, Call& call);
    std::optional<HttpAnswer> check_key(const Route& route, const Call& call) const;
    // The call is taken only when its command is in the lane: until then it can be answered.
    void dispatch(const Route& route, const ExchangePtr& exchange, Call&& call);
    void run_query(const Route& route, const ExchangePtr& exchange, const Call& call);
    void run_command(const Route& route, const ExchangePtr& exchange, Call&& call);
    void prepare_and_submit(const Route& route, const ExchangePtr& exchange, Call&& call,
                            std::shared_ptr<void> body);
    void submit(const Route& route, const ExchangePtr& exchange, Call&& call,
                std::shared_ptr<void> body, std::shared_ptr<void> prepared);
    HttpAnswer unreadable(const Call& call) const;
    HttpAnswer method_not_allowed(const Call& call, std::string_view path) const;
    std::optional<HttpAnswer> preflight(const HttpRequest& request) const;

    EdgePorts ports_;
    EdgeOptions options_;
    RateLimiter limiter_;
    std::atomic<bool> closed_{false};

    std::mutex tokens_mutex_;
    std::unordered_map<std::string, Principal> known_tokens_;

    IdempotencyRecords idempotency_;

    std::mutex keys_mutex_;
    std::unordered_set<std::string> running_keys_;

    std::unordered_map<const Route*, RouteMetrics> route_metrics_;
    RouteMetrics unmatched_;
    Counter& token_checks_;
};

}  // namespace jangteo::runtime

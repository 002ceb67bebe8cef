#pragma once

// EffectDesk: performs the effects that commits wrote. Each outside system has a bounded pool and a
// circuit breaker; an effect that provably had no effect (not sent) is tried again with growing
// delays for as long as it takes, and is visible meanwhile. Lane's thread only; executors report
// from any thread.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/message.hpp"
#include "runtime/metrics.hpp"
#include "runtime/registry.hpp"

namespace jangteo::runtime {

// Outcome of an effect as it waits in a dead letter.
struct StoredOutcome {
    EffectId effect;
    std::string key;
    Binary request;
    OutcomeKind kind = OutcomeKind::unknown;
    std::string code;
    Binary payload;
};
BOOST_DESCRIBE_STRUCT(StoredOutcome, (), (effect, key, request, kind, code, payload))

// Opens after `failures_max` failures in a row; lets one call through when its pause is over.
class CircuitBreaker {
  public:
    bool allows(Timestamp now) const;
    void started(Timestamp now);
    void succeeded();
    void failed(Timestamp now);
    bool open(Timestamp now) const { return failures_ >= failures_max && now < open_until_; }
    Timestamp open_until() const { return failures_ >= failures_max ? open_until_ : Timestamp{0}; }

  private:
    static constexpr int failures_max = 5;

    int failures_ = 0;
    bool probing_ = false;
    Timestamp open_until_;
    Duration pause_ = milliseconds(500);
};

class EffectDesk {
  public:
    EffectDesk(const Registry& registry, Metrics& metrics,
               std::function<void(std::unique_ptr<Message>)> post);

    // Every effect that no outcome has ended: after a restart each runs again with its key.
    void recover(sql::Connection& db);
    void add(Effect effect);
    void start_due(Timestamp now);
    Timestamp next_due(Timestamp now) const;
    bool idle() const { return waiting_count_ == 0 && in_flight_ == 0; }
    std::size_t in_flight() const { return in_flight_; }
    std::size_t waiting() const { return waiting_count_; }

    void finished(const Effect& effect, const Outcome& outcome, Timestamp now);

  private:
    struct System {
        std::multimap<Timestamp, Effect> waiting;
        std::size_t in_flight = 0;
        CircuitBreaker breaker;
        Gauge* open = nullptr;
        Gauge* waiting_count = nullptr;
        Gauge* in_flight_count = nullptr;
    };

    System& system_of(const Effect& effect);
    void start(System& system, Effect effect, Timestamp now);

    const Registry& registry_;
    Metrics& metrics_;
    std::function<void(std::unique_ptr<Message>)> post_;
    std::map<std::string_view, System> systems_;
    std::size_t waiting_count_ = 0;
    std::size_t in_flight_ = 0;
    Counter& retries_;
};

// The outcome's way back into the lane.
class OutcomeMessage : public Message {
  public:
    OutcomeMessage(const Registry& registry, EffectDesk& desk, std::shared_ptr<const Effect> effect,
                   Outcome outcome)
        : registry_(registry),
          desk_(desk),
          effect_(std::move(effect)),
          outcome_(std::move(outcome)) {}

    std::string cause() const override;
    std::string trace() const override { return effect_->trace; }
    void handle(Transaction& tx) override;
    void committed(AfterFlush&) override { end(); }
    bool set_aside(Transaction& tx, std::string_view error) override;
    void failed(const std::exception&) override { end(); }

  private:
    void end();

    const Registry& registry_;
    EffectDesk& desk_;
    std::shared_ptr<const Effect> effect_;
    Outcome outcome_;
    Timestamp handled_at_;
};

// Delay before attempt n + 1 of an effect that was not sent: 200 ms, doubling, at most 30 s.
Duration effect_delay(std::int64_t attempts);

}  // namespace jangteo::runtime

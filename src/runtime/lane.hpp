#pragma once

// Lane: where all state changes. One thread runs it over one connection that writes. It takes
// everything that waits (bounded), handles it in one transaction until nothing is left to handle,
// and commits once. Answers and outside calls go out when the commit has been flushed; while it is,
// the lane goes on with what came in meanwhile.
//
// submit() and post() are for any thread; everything else is the lane thread's.

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "runtime/dead_letters.hpp"
#include "runtime/effect_desk.hpp"
#include "runtime/handler_seconds.hpp"
#include "runtime/inbox.hpp"
#include "runtime/lease.hpp"
#include "runtime/log.hpp"
#include "runtime/log_consumers.hpp"
#include "runtime/message.hpp"
#include "runtime/metrics.hpp"
#include "runtime/outbox.hpp"
#include "runtime/registry.hpp"
#include "runtime/relay.hpp"
#include "runtime/timers.hpp"
#include "runtime/watches.hpp"

namespace jangteo::runtime {

enum class Delivery {
    local,  // events are handled in the transaction that published them, until quiet
    log,    // every event goes through the log, hop by hop
};

struct LaneOptions {
    Delivery delivery = Delivery::local;
    std::size_t queue_max = 4096;    // waiting commands; a further one is refused with 503
    std::size_t commands_max = 512;  // in one transaction
    std::size_t batch_max = 512;     // of other messages in one transaction
    std::size_t chain_events_max =
        2048;                      // events handled in one chain; the rest go on from the log
    std::size_t timers_max = 256;  // due timers taken into one batch
    // After so many changes of timers those of the changes before them get rows (Timers).
    std::size_t timer_changes_max = 8192;
    Holder holder = {"lane", "", ""};
};

struct LanePorts {
    sql::Store& store;
    Clock& clock;
    Random& random;
    const Registry& registry;
    Metrics& metrics;
    Log& log;
    Watches& watches;
    std::function<void()> wake;  // makes the lane thread call run_batch(); any thread
    // Another lane has taken the store: this one has stopped for good. May end the process.
    std::function<void(const std::string& why)> fenced = nullptr;
    Flusher* flusher = nullptr;  // without one the lane waits for each flush itself
};

class Lane {
  public:
    Lane(LanePorts ports, LaneOptions options);
    ~Lane();

    // Before recover(): every event goes to this broker too.
    void publish_to(BrokerProducer& producer);

    // After the migrations, before the first batch: takes the lease (from the epoch `from`, where
    // it is given: false when that has ended) and reads what its last holder left under way.
    bool recover(std::optional<std::int64_t> from = {});
    // After the last batch: whoever stands by takes over at once.
    void release();

    // A command, which is taken; false when the queue is full: then it is left.
    bool submit(std::unique_ptr<Message>& message);
    // What must not be refused: outcomes. Bounded by the pools that produce them.
    void post(std::unique_ptr<Message> message);
    // From the broker, which is told when all of it has had its effect. Any thread.
    void arrived(std::vector<Arrival> arrivals, BrokerConsumer& from);

    // One transaction over what waits; false when there was nothing to do. A lane that was fenced
    // refuses what waits and starts nothing more.
    bool run_batch();

    // When to look again without being woken; INT64_MAX: never.
    Timestamp next_due();
    // Nothing waits, runs outside or is undelivered.
    bool idle() const;

    // Nothing is queued or runs outside: what is left, a restart takes up again.
    bool settled() const;

    // Starts no effect any more and takes no timer; what is in the queue still runs.
    void wind_down() { winding_down_ = true; }

    DeadLetters& dead_letters() { return letters_; }
    EffectDesk& effects() { return desk_; }
    LogConsumers& consumers() { return consumers_; }

  private:
    friend class ArrivalMessage;
    friend class DeliveryMessage;
    friend class RetryMessage;

    struct Unit;
    using Batch = std::vector<std::unique_ptr<Message>>;

    Batch gather();
    void take_queue(Batch& batch);
    void line_up_behind_deferred(Batch& batch);
    void post(Batch messages);
    void gather_stored(Batch& batch, Timestamp now);
    void gather_timers(Batch& batch, Timestamp now);
    Unit unit_of(Message& message);
    void committed();
    Timestamp next_stored();
    Timestamp next_beat() const;
    void check_lease();
    void gather_beat(Batch& batch);
    void fence(const Fenced& error);
    void stop_for_good(Batch& batch);
    void store_failed(const std::string& doing, const std::exception& error);
    void roll_back();
    // True once committed. `hop_by_hop` leaves the events to the log. What was a Surprise is run
    // again, carefully.
    bool try_batch(std::span<std::unique_ptr<Message>> batch, bool hop_by_hop);
    bool try_once(std::span<std::unique_ptr<Message>> batch, bool hop_by_hop);
    void run_one_by_one(Batch& batch);
    void run_alone(std::unique_ptr<Message>& message);
    void give_up(std::unique_ptr<Message>& message);
    void put_off(std::unique_ptr<Message>& message, const std::exception_ptr& cause);
    static void fail(Message& message, const std::exception_ptr& cause);
    bool set_aside(Message& message);
    void run_unit(Unit& unit, bool hop_by_hop);
    std::size_t run_chain(Transaction& tx);
    void append_records(Unit& unit, std::size_t delivered);
    void after_commit(std::vector<Unit>& units);
    void tell(Unit& unit, AfterFlush& after);
    void flush(AfterFlush after, std::vector<Effect> effects);
    void pump_relay();
    bool has_work() const;
    bool is_queue_empty() const { return commands_.empty() && posted_.empty(); }  // under the lock
    void start_flushed_effects();
    void take_flushed_effects();
    // One event to one consumer: handled, or put behind its open letter.
    void deliver(Transaction& tx, const Subscription& to, const Event& event, LogPosition position,
                 const EventId& correlation);

    LanePorts ports_;
    LaneOptions options_;
    Ids ids_;
    Lease lease_;
    std::string fenced_by_;  // why this lane has stopped for good, or ""
    Outbox outbox_;
    DeadLetters letters_;
    EffectDesk desk_;
    LogConsumers consumers_;
    Inbox inbox_;
    Timers timers_;
    std::optional<Relay> relay_;

    mutable std::mutex queue_mutex_;
    Batch commands_;                       // of clients, who may be refused
    Batch posted_;                         // outcomes and what came from the broker
    std::vector<Effect> flushed_effects_;  // may go out now
    std::atomic<bool> has_flushed_effects_{false};
    std::atomic<int> flushing_{0};  // commits whose flush is under way
    Batch deferred_;                // waits for the store to work again
    Timestamp store_rests_until_;   // it has failed: nothing is taken from it before

    std::int64_t commit_began_ = 0;  // of the newest, monotonic nanoseconds
    std::int64_t next_beat_ = 0;     // likewise
    Timestamp next_timer_{0};
    bool winding_down_ = false;
    bool batch_left_events_ = false;  // to the log
    bool is_careful_ = false;         // the batch waits for the store's answers
    std::string last_error_;
    std::exception_ptr last_exception_;

    HandlerSeconds handler_seconds_;
    Histogram& batch_sizes_;
    Histogram& commit_seconds_;
    Gauge& queue_depth_;
    Counter& chain_reruns_;
    Counter& dead_letters_total_;
    Counter& chains_cut_;
    Counter& refused_;
    Counter& letter_retries_;
};

}  // namespace jangteo::runtime

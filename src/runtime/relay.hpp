#pragma once

// Relay: hands what committed records published to the broker, in the order of the records, at
// least once. How far the broker has taken it is stored now and then, in a commit of its own: after
// a crash some go out again, at places that consumers know already. What could not be handled goes
// to `<topic>.dlq`. Lane's thread, but for durable().

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/broker.hpp"
#include "runtime/clock.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/message.hpp"
#include "runtime/metrics.hpp"
#include "runtime/outbox.hpp"
#include "runtime/registry.hpp"

namespace jangteo::runtime {

class Relay {
  public:
    static constexpr std::int64_t records_max = 512;  // in one call of the broker
    // What is committed while a call is under way goes together in the next: the busier the shop,
    // the fewer and larger the requests (docs/decisions/0021).
    static constexpr std::size_t calls_max = 1;
    // Between two commits of how far it has come.
    static constexpr Duration store_every = milliseconds(200);

    // `wake`: makes the lane look again; any thread.
    Relay(const Registry& registry, Metrics& metrics, BrokerProducer& producer,
          DeadLetters& letters, std::function<void()> wake);
    ~Relay();

    // Reads how far it came; names the store when it has no name yet. `end`: of the outbox.
    void recover(sql::Connection& db, Ids& ids, Timestamp now, std::int64_t end);
    // Records before `end` are on the disk. Any thread.
    void durable(std::int64_t end);

    // Sends what is durable and has not been sent.
    void pump(sql::Connection& db);
    // Adds what must be committed: how far the broker has taken it, and what it never will.
    void gather(std::vector<std::unique_ptr<Message>>& batch, Timestamp now);
    Timestamp next_due() const;
    // All that is durable has been taken, and that is committed.
    bool idle() const;

  private:
    friend class PublishedMessage;

    struct Call;
    struct Calls;
    struct Refused {
        BrokerEvent event;
        std::string error;
    };
    // What is left to be committed.
    struct Taken {
        std::int64_t end = 1;          // everything before it is with the broker
        std::vector<Refused> refused;  // but these
        std::vector<Letter> sent;      // what had been refused before
        std::vector<Letter> not_sent;  // and what was refused again
    };

    void send(sql::Connection& db, const std::vector<StoredRecord>& records);
    void take_back();
    void take(Call& call);
    void add_events(const StoredRecord& stored, Call& call) const;
    void add_letters(sql::Connection& db, const StoredRecord& stored, Call& call) const;

    const Registry& registry_;
    BrokerProducer& producer_;
    DeadLetters& letters_;
    std::shared_ptr<Calls> calls_;  // outlives the relay while a call is under way
    std::string source_;
    std::atomic<std::int64_t> durable_{1};
    std::int64_t next_ = 1;    // to be sent
    std::int64_t stored_ = 1;  // what of `taken_` is committed
    Taken taken_;
    bool is_storing_ = false;
    Timestamp stored_at_;
    Counter& published_total_;
    Counter& refused_total_;
    Gauge& backlog_;
};

}  // namespace jangteo::runtime

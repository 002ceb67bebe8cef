#pragma once

// LogConsumers: events from the log to consumer groups, hop by hop. A group's position in a
// partition of a topic is stored in the commit of the effect, so an event delivered twice has one
// effect. Lane's thread only.

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/message.hpp"
#include "runtime/metrics.hpp"
#include "runtime/outbox.hpp"
#include "runtime/registry.hpp"

namespace jangteo::runtime {

// What a test or the simulation may do to deliveries. The real log does neither.
class LogFaults {
  public:
    virtual ~LogFaults() = default;
    // Keeps this partition from moving for now.
    virtual bool hold(std::string_view consumer, std::string_view topic, int partition) = 0;
    // Delivers an event that was handled already once more.
    virtual bool repeat(std::string_view consumer, const Event& event) = 0;
};

struct Cursor {
    std::string consumer;
    std::string topic;
    int partition = 0;
    LogPosition durable;
    LogPosition pending;  // moved by the batch that runs
    bool held = false;    // by LogFaults, while one batch is gathered
};

class Lane;

class LogConsumers {
  public:
    static constexpr std::size_t tail_max =
        4096;  // records kept decoded; more are read again from the store

    LogConsumers(const Registry& registry, Metrics& metrics);

    void recover(sql::Connection& db);
    // An undelivered record has committed.
    void appended(std::int64_t position, const EventId& correlation, const OutboxRecord& record);
    // Whether any event of the record has a consumer here.
    bool wanted(const OutboxRecord& record) const;

    void gather(std::vector<std::unique_ptr<Message>>& batch, std::size_t limit, Lane& lane,
                sql::Connection& db);
    void committed();
    void rolled_back();
    bool idle() const { return tail_.empty() && !more_in_store_; }
    std::size_t backlog() const { return tail_.size(); }

    void set_faults(LogFaults* faults) { faults_ = faults; }
    // Moves a cursor inside the running transaction.
    void advance(sql::Connection& db, Cursor& cursor, LogPosition position);
    Counter& duplicates() { return duplicates_; }

  private:
    Cursor& cursor_of(std::string_view consumer, std::string_view topic, int partition);
    // One event for one of its consumers.
    struct Delivery {
        const Subscription* to;
        Cursor* cursor;
        std::size_t event;
        LogPosition position;
    };
    // Looked up once: while a partition is held the tail is walked again for each batch.
    struct Waiting {
        StoredRecord stored;
        std::vector<Delivery> deliveries;
    };

    void wait(StoredRecord stored);
    void load(sql::Connection& db);
    void gather_record(const Waiting& waiting, std::vector<std::unique_ptr<Message>>& batch,
                       Lane& lane);

    const Registry& registry_;
    std::deque<Waiting> tail_;
    bool more_in_store_ = false;
    std::int64_t last_loaded_ = 0;
    std::map<std::tuple<std::string, std::string, int>, Cursor, std::less<>> cursors_;
    std::vector<Cursor*> moved_;
    std::vector<Cursor*> held_;
    LogFaults* faults_ = nullptr;
    Counter& duplicates_;
};

}  // namespace jangteo::runtime

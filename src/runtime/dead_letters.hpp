#pragma once

// Dead letters: what a handler could not handle, with its original bytes, source position, attempts
// and cause. A letter is retried with growing delays, then parked for an operator. While one is
// open, later events of the same aggregate for the same consumer queue up behind it, so that order
// is kept. Lane's thread only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

enum class LetterState { retrying, parked, behind };
BOOST_DESCRIBE_ENUM(LetterState, retrying, parked, behind)

enum class LetterSource {
    event,
    timer,
    outcome,
    publication,  // an event that the broker did not take
    arrival       // what came from the broker and cannot be read
};
BOOST_DESCRIBE_ENUM(LetterSource, event, timer, outcome, publication, arrival)

inline constexpr std::int64_t letter_attempts_max = 8;

struct Letter {
    DeadLetterId id;
    LetterState state = LetterState::retrying;
    std::string consumer;  // the service, or "timer" / "outcome" / "broker"
    LetterSource source = LetterSource::event;
    std::string kind;  // event type, timer name, effect kind; a topic of what cannot be read
    EventId aggregate;
    EventId correlation;
    LogPosition position;  // of an event
    std::int64_t attempts = 1;
    Timestamp next_at;
    Timestamp first_at;
    std::string cause;
    std::string trace;
    std::string body;  // an encoded Event, or an encoded StoredOutcome, or what arrived
};

// Delay before attempt n + 1: 100 ms, doubling, at most 10 s.
Duration letter_delay(std::int64_t attempts);

class DeadLetters {
  public:
    void recover(sql::Connection& db);

    bool any_open() const { return open_count_ > 0; }
    // In a transaction: it may have handled the letter in the way already.
    bool blocks(sql::Connection& db, std::string_view consumer, const EventId& aggregate) const;

    // In a transaction; `committed_*` tells the memory afterwards.
    void insert(sql::Connection& db, const Letter& letter);
    // What state it is in now.
    LetterState failed_again(sql::Connection& db, const Letter& letter, std::string_view cause,
                             Timestamp now);
    // Not tried again before then, without counting as an attempt.
    void postpone(sql::Connection& db, const DeadLetterId& id, Timestamp until);
    void handled(sql::Connection& db, const Letter& letter, Timestamp now);

    void committed_insert(const Letter& letter);
    void committed_handled(const Letter& letter);
    void committed_change() { next_known_ = false; }

    std::vector<Letter> due(sql::Connection& db, Timestamp now, std::int64_t limit);
    Timestamp next_due(sql::Connection& db);

    static std::optional<Letter> find(sql::Connection& db, const DeadLetterId& id);
    static std::vector<Letter> list(sql::Connection& db, const DeadLetterId& after,
                                    std::int64_t limit);
    // Makes a parked letter due now; false when there is no such parked letter.
    bool replay(sql::Connection& db, const DeadLetterId& id, Timestamp now);

  private:
    static std::string key_of(std::string_view consumer, const EventId& aggregate);

    std::unordered_map<std::string, int> open_;
    int open_count_ = 0;
    bool next_known_ = false;
    Timestamp next_;
};

}  // namespace jangteo::runtime

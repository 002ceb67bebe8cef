#include "runtime/dead_letters.hpp"

#include <algorithm>

#include "contracts/codec/shape.hpp"

namespace jangteo::runtime {
namespace {

#define LETTER_COLUMNS                                                                     \
    "id, state, consumer, source, kind, aggregate, correlation, record, event, attempts, " \
    "next_at, first_at, cause, "                                                           \
    "trace, body"

const sql::Query insert_letter{"INSERT INTO runtime_dead_letter (" LETTER_COLUMNS
                               ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
const sql::Query update_letter{
    "UPDATE runtime_dead_letter SET state = ?, attempts = ?, next_at = ?, cause = ? WHERE id = ?"};
const sql::Query delete_letter{"DELETE FROM runtime_dead_letter WHERE id = ?"};
const sql::Query first_behind{
    "SELECT id FROM runtime_dead_letter WHERE consumer = ? AND aggregate = ? AND "
    "state = 'behind' ORDER BY number LIMIT 1"};
const sql::Query select_blocking{
    "SELECT 1 FROM runtime_dead_letter WHERE consumer = ? AND aggregate = ? LIMIT 1"};
const sql::Query make_due{
    "UPDATE runtime_dead_letter SET state = 'retrying', next_at = ? WHERE id = ?"};
const sql::Query replay_letter{
    "UPDATE runtime_dead_letter SET state = 'retrying', next_at = ? WHERE id = ? AND state = "
    "'parked'"};
const sql::Query select_due{"SELECT " LETTER_COLUMNS
                            " FROM runtime_dead_letter WHERE state = 'retrying' AND "
                            "next_at <= ? ORDER BY next_at, number LIMIT ?"};
const sql::Query select_next{
    "SELECT min(next_at) FROM runtime_dead_letter WHERE state = 'retrying'"};
const sql::Query select_open{"SELECT consumer, aggregate FROM runtime_dead_letter"};
const sql::Query select_one{"SELECT " LETTER_COLUMNS " FROM runtime_dead_letter WHERE id = ?"};
const sql::Query select_page{"SELECT " LETTER_COLUMNS
                             " FROM runtime_dead_letter WHERE id > ? ORDER BY id LIMIT ?"};

#undef LETTER_COLUMNS

Letter letter_of(const sql::Rows& row) {
    Letter letter;
    letter.id = row.id<DeadLetterId>(0);
    letter.state = codec::parse_enum<LetterState>(row.text(1)).value_or(LetterState::parked);
    letter.consumer = row.text(2);
    letter.source = codec::parse_enum<LetterSource>(row.text(3)).value_or(LetterSource::event);
    letter.kind = row.text(4);
    letter.aggregate = row.id<EventId>(5);
    letter.correlation = row.id<EventId>(6);
    letter.position = {row.integer(7), row.integer(8)};
    letter.attempts = row.integer(9);
    letter.next_at = row.time(10);
    letter.first_at = row.time(11);
    letter.cause = row.text(12);
    letter.trace = row.text(13);
    letter.body = row.bytes(14);
    return letter;
}

}  // namespace

Duration letter_delay(std::int64_t attempts) {
    return milliseconds(
        std::min<std::int64_t>(100LL << std::min<std::int64_t>(attempts - 1, 10), 10'000));
}

std::string DeadLetters::key_of(std::string_view consumer, const EventId& aggregate) {
    return std::string(consumer) + std::string(aggregate.bytes());
}

void DeadLetters::recover(sql::Connection& db) {
    open_.clear();
    open_count_ = 0;
    next_known_ = false;
    auto rows = db.query(select_open);
    while (rows.next()) {
        ++open_[key_of(rows.text(0), rows.id<EventId>(1))];
        ++open_count_;
    }
}

bool DeadLetters::blocks(sql::Connection& db, std::string_view consumer,
                         const EventId& aggregate) const {
    if (open_count_ == 0 || !open_.contains(key_of(consumer, aggregate))) return false;
    return db.query(select_blocking, {consumer, aggregate}).next();
}

void DeadLetters::insert(sql::Connection& db, const Letter& letter) {
    db.execute(insert_letter, {letter.id, codec::text_of_enum(letter.state), letter.consumer,
                               codec::text_of_enum(letter.source), letter.kind, letter.aggregate,
                               letter.correlation, letter.position.record, letter.position.index,
                               letter.attempts, letter.next_at, letter.first_at, letter.cause,
                               letter.trace, sql::Bytes{letter.body}});
}

LetterState DeadLetters::failed_again(sql::Connection& db, const Letter& letter,
                                      std::string_view cause, Timestamp now) {
    std::int64_t attempts = letter.attempts + 1;
    auto state = attempts >= letter_attempts_max ? LetterState::parked : LetterState::retrying;
    db.execute(update_letter, {codec::text_of_enum(state), attempts, now + letter_delay(attempts),
                               cause, letter.id});
    return state;
}

void DeadLetters::postpone(sql::Connection& db, const DeadLetterId& id, Timestamp until) {
    db.execute(make_due, {until, id});
}

void DeadLetters::handled(sql::Connection& db, const Letter& letter, Timestamp now) {
    db.execute(delete_letter, {letter.id});
    DeadLetterId next;
    {
        auto rows = db.query(first_behind, {letter.consumer, letter.aggregate});
        if (rows.next()) next = rows.id<DeadLetterId>(0);
    }
    if (!next.is_nil()) db.execute(make_due, {now, next});
}

void DeadLetters::committed_insert(const Letter& letter) {
    ++open_[key_of(letter.consumer, letter.aggregate)];
    ++open_count_;
    next_known_ = false;
}

void DeadLetters::committed_handled(const Letter& letter) {
    auto it = open_.find(key_of(letter.consumer, letter.aggregate));
    if (it != open_.end() && --it->second == 0) open_.erase(it);
    --open_count_;
    next_known_ = false;
}

std::vector<Letter> DeadLetters::due(sql::Connection& db, Timestamp now, std::int64_t limit) {
    std::vector<Letter> letters;
    auto rows = db.query(select_due, {now, limit});
    while (rows.next()) letters.push_back(letter_of(rows));
    return letters;
}

Timestamp DeadLetters::next_due(sql::Connection& db) {
    if (open_count_ == 0) return {INT64_MAX};
    if (!next_known_) {
        auto rows = db.query(select_next);
        next_ = rows.next() && !rows.is_null(0) ? rows.time(0) : Timestamp{INT64_MAX};
        next_known_ = true;
    }
    return next_;
}

std::optional<Letter> DeadLetters::find(sql::Connection& db, const DeadLetterId& id) {
    auto rows = db.query(select_one, {id});
    if (!rows.next()) return std::nullopt;
    return letter_of(rows);
}

std::vector<Letter> DeadLetters::list(sql::Connection& db, const DeadLetterId& after,
                                      std::int64_t limit) {
    std::vector<Letter> letters;
    auto rows = db.query(select_page, {after, limit});
    while (rows.next()) letters.push_back(letter_of(rows));
    return letters;
}

bool DeadLetters::replay(sql::Connection& db, const DeadLetterId& id, Timestamp now) {
    return db.execute(replay_letter, {now, id}) == 1;
}

}  // namespace jangteo::runtime

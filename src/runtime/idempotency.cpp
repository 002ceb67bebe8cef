#include "runtime/idempotency.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

namespace jangteo::runtime {
namespace {

const sql::Query select_record{
    "SELECT body_hash, status, headers, body FROM runtime_idempotency "
    "WHERE number = ? AND fingerprint = ? AND expires_at > ?"};
const sql::Query select_indexed{
    "SELECT record.body_hash, record.status, record.headers, record.body "
    "FROM runtime_idempotency_head head JOIN runtime_idempotency record "
    "ON record.number = head.number "
    "WHERE head.fingerprint_head = ? AND record.fingerprint = ? AND record.expires_at > ?",
    sql::Query::Waiting::ignored};  // what waits is not indexed
const sql::Insert add_record{
    "runtime_idempotency",
    {"number", "fingerprint", "body_hash", "expires_at", "status", "headers", "body"}};
const sql::Insert add_head{"runtime_idempotency_head", {"fingerprint_head", "number"}};
const sql::Query select_any_head{"SELECT number FROM runtime_idempotency_head LIMIT 1"};
constexpr std::size_t heads_of_query = 16;
const sql::Query select_heads{
    "SELECT fingerprint_head FROM runtime_idempotency_head WHERE fingerprint_head IN "
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    sql::Query::Waiting::ignored};
const sql::Query select_indexed_up_to{"SELECT up_to FROM runtime_idempotency_indexed"};
const sql::Query update_indexed_up_to{"UPDATE runtime_idempotency_indexed SET up_to = ?"};
const sql::Query select_recent{
    "SELECT number, fingerprint FROM runtime_idempotency WHERE number > ? ORDER BY number"};
const sql::Query select_last{"SELECT max(number) FROM runtime_idempotency"};
const sql::Query select_oldest{"SELECT min(number) FROM runtime_idempotency"};
const sql::Query select_expired{
    "SELECT number, fingerprint, expires_at FROM runtime_idempotency ORDER BY number LIMIT ?"};
const sql::Query delete_record{"DELETE FROM runtime_idempotency WHERE number = ?"};
const sql::Query delete_head{
    "DELETE FROM runtime_idempotency_head WHERE fingerprint_head = ? AND number = ?"};

std::int64_t head_of(std::string_view fingerprint) {
    std::int64_t head = 0;
    std::memcpy(&head, fingerprint.data(), sizeof head);
    return head;
}

std::string text_of(const std::vector<Header>& headers) {
    std::string text;
    for (const Header& header : headers) text += header.name + ":" + header.value + "\n";
    return text;
}

std::vector<Header> headers_of(std::string_view text) {
    std::vector<Header> headers;
    while (!text.empty()) {
        auto colon = text.find(':');
        auto end = text.find('\n');
        headers.push_back({std::string(text.substr(0, colon)),
                           std::string(text.substr(colon + 1, end - colon - 1))});
        text.remove_prefix(end + 1);
    }
    return headers;
}

std::optional<IdempotencyRecord> record_of(sql::Rows rows) {
    if (!rows.next()) return std::nullopt;
    IdempotencyRecord record;
    record.body_hash = rows.bytes(0);
    record.answer.status = static_cast<int>(rows.integer(1));
    record.answer.headers = headers_of(rows.text(2));
    record.answer.body = rows.bytes(3);
    if (record.answer.status >= 400) record.answer.content_type = "application/problem+json";
    return record;
}

}  // namespace

std::optional<IdempotencyRecord> IdempotencyRecords::find(sql::Connection& db,
                                                          const std::string& fingerprint,
                                                          Timestamp now) {
    if (!loaded_) load(db);
    is_asked_ = true;
    std::int64_t head = head_of(fingerprint);
    if (auto recent = by_head_.find(head); recent != by_head_.end()) {
        for (std::int64_t number : recent->second) {
            auto record =
                record_of(db.query(select_record, {number, sql::Bytes{fingerprint}, now}));
            if (record) return record;
        }
    }
    if (!is_indexed(db, head)) return std::nullopt;
    return record_of(db.query(select_indexed, {head, sql::Bytes{fingerprint}, now}));
}

void IdempotencyRecords::expect(const std::string& fingerprint) {
    if (is_asked_) {  // the batch before
        expected_.clear();
        in_index_.clear();
        is_asked_ = looked_up_ = false;
    }
    expected_.push_back(head_of(fingerprint));
}

// True also when it is not known.
bool IdempotencyRecords::is_indexed(sql::Connection& db, std::int64_t head) {
    if (!has_index_) return false;
    if (!looked_up_) look_up_expected(db);
    if (filter_.excludes(head)) return false;
    auto expected = in_index_.find(head);
    return expected == in_index_.end() || expected->second;
}

void IdempotencyRecords::look_up_expected(sql::Connection& db) {
    looked_up_ = true;
    filter_.read_more(db);
    std::erase_if(expected_, [&](std::int64_t head) { return filter_.excludes(head); });
    // A few are asked for one by one.
    if (expected_.size() < heads_of_query / 4) return;
    for (std::int64_t head : expected_) in_index_.emplace(head, false);
    while (expected_.size() % heads_of_query != 0) expected_.push_back(expected_.back());
    for (std::span<const std::int64_t> left(expected_); !left.empty();
         left = left.subspan(heads_of_query)) {
        const auto heads = left.first(heads_of_query);
        const std::vector<sql::Value> values(heads.begin(), heads.end());
        auto rows = db.query_values(select_heads, values);
        while (rows.next()) in_index_[rows.integer(0)] = true;
    }
}

IdempotencyRecords::Stored IdempotencyRecords::store(sql::Connection& db,
                                                     const std::string& fingerprint,
                                                     const std::string& body_hash,
                                                     const HttpAnswer& answer, Timestamp now) {
    if (!loaded_) load(db);
    Stored stored{head_of(fingerprint), next_number_++, 0};
    db.insert(add_record, {stored.number, sql::Bytes{fingerprint}, sql::Bytes{body_hash},
                           now + idempotency_lifetime, answer.status, text_of(answer.headers),
                           sql::Bytes{answer.body}});
    // Once in a batch, whatever its size: numbers are given once.
    auto half = static_cast<std::int64_t>(recent_max_ / 2);
    if (stored.number % half == 0 && recent_.size() >= recent_max_ / 2)
        stored.indexed = index_oldest(db, recent_.size() - recent_max_ / 2);
    return stored;
}

void IdempotencyRecords::committed(const Stored& stored) {
    for (std::size_t left = stored.indexed; left > 0 && !recent_.empty(); --left) {
        auto known = by_head_.find(recent_.front().head);
        auto& numbers = known->second;
        numbers.erase(std::remove(numbers.begin(), numbers.end(), recent_.front().number),
                      numbers.end());
        if (numbers.empty()) by_head_.erase(known);
        recent_.pop_front();
    }
    recent_.push_back({stored.head, stored.number});
    by_head_[stored.head].push_back(stored.number);
}

void IdempotencyRecords::load(sql::Connection& db) {
    recent_.clear();
    by_head_.clear();
    {
        auto rows = db.query(select_recent, {sql::integer_of(db.query(select_indexed_up_to))});
        while (rows.next()) {
            recent_.push_back({head_of(rows.bytes(1)), rows.integer(0)});
            by_head_[recent_.back().head].push_back(recent_.back().number);
        }
    }
    next_number_ = sql::integer_of(db.query(select_last)) + 1;
    has_index_ = db.query(select_any_head).next();
    loaded_ = true;
}

std::size_t IdempotencyRecords::index_oldest(sql::Connection& db, std::size_t count) {
    if (count == 0) return 0;
    std::vector<Recent> older(recent_.begin(),
                              recent_.begin() + static_cast<std::ptrdiff_t>(count));
    db.execute(update_indexed_up_to, {older.back().number});
    // What was swept meanwhile needs no entry.
    std::int64_t oldest = sql::integer_of(db.query(select_oldest));
    std::erase_if(older, [&](const Recent& recent) { return recent.number < oldest; });
    std::sort(older.begin(), older.end(),
              [](const Recent& a, const Recent& b) { return a.head < b.head; });
    for (const Recent& recent : older) {
        filter_.add(recent.head);
        db.insert(add_head, {recent.head, recent.number});
    }
    has_index_ = true;
    return count;
}

std::int64_t sweep_idempotency(sql::Connection& db, Timestamp now, std::int64_t limit) {
    std::vector<std::pair<std::int64_t, std::int64_t>> expired;
    {
        auto rows = db.query(select_expired, {limit});
        while (rows.next() && rows.time(2) <= now)
            expired.emplace_back(rows.integer(0), head_of(rows.bytes(1)));
    }
    for (auto [number, head] : expired) {
        db.execute(delete_record, {number});
        db.execute(delete_head, {head, number});
    }
    return static_cast<std::int64_t>(expired.size());
}

}  // namespace jangteo::runtime

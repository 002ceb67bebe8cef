#include "runtime/idempotency.hpp"

#include <cstring>

namespace jangteo::runtime {
namespace {

const sql::Query select_record{
    "SELECT body_hash, status, headers, body, number FROM runtime_idempotency "
    "WHERE fingerprint_head = ? AND fingerprint = ? AND expires_at > ?"};
const sql::Query insert_record{
    "INSERT INTO runtime_idempotency (fingerprint_head, fingerprint, body_hash, expires_at, "
    "status, headers, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
const sql::Query delete_expired{
    "DELETE FROM runtime_idempotency WHERE expires_at <= ? AND number IN "
    "(SELECT number FROM runtime_idempotency ORDER BY number LIMIT ?)"};

std::int64_t head_of(const std::string& fingerprint) {
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

}  // namespace

std::optional<IdempotencyRecord> find_idempotency(sql::Connection& db,
                                                  const std::string& fingerprint, Timestamp now) {
    auto rows = db.query(select_record, {head_of(fingerprint), sql::Bytes{fingerprint}, now});
    if (!rows.next()) return std::nullopt;
    IdempotencyRecord record;
    record.body_hash = rows.bytes(0);
    record.answer.status = static_cast<int>(rows.integer(1));
    record.answer.headers = headers_of(rows.text(2));
    record.answer.body = rows.bytes(3);
    if (record.answer.status >= 400) record.answer.content_type = "application/problem+json";
    return record;
}

void store_idempotency(sql::Connection& db, const std::string& fingerprint,
                       const std::string& body_hash, const HttpAnswer& answer, Timestamp now) {
    db.execute(insert_record, {head_of(fingerprint), sql::Bytes{fingerprint}, sql::Bytes{body_hash},
                               now + idempotency_lifetime, answer.status, text_of(answer.headers),
                               sql::Bytes{answer.body}});
}

std::int64_t sweep_idempotency(sql::Connection& db, Timestamp now, std::int64_t limit) {
    return db.execute(delete_expired, {now, limit});
}

}  // namespace jangteo::runtime

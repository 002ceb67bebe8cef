#pragma once

// Idempotency records: the first answer to a key, stored in the commit of its effect (24 h). Scoped
// to principal, method and route by the fingerprint.

#include <optional>
#include <string>

#include "runtime/exchange.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

inline constexpr Duration idempotency_lifetime = hours(24);

struct IdempotencyRecord {
    std::string body_hash;
    HttpAnswer answer;
};

std::optional<IdempotencyRecord> find_idempotency(sql::Connection& db,
                                                  const std::string& fingerprint, Timestamp now);
void store_idempotency(sql::Connection& db, const std::string& fingerprint,
                       const std::string& body_hash, const HttpAnswer& answer, Timestamp now);
// Rows deleted.
std::int64_t sweep_idempotency(sql::Connection& db, Timestamp now, std::int64_t limit);

}  // namespace jangteo::runtime

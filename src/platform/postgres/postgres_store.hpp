#pragma once

// A store on PostgreSQL 14 or newer, through libpq.

#include <memory>
#include <string>

#include "platform/remote/remote_store.hpp"

namespace jangteo::platform::postgres {

struct PostgresOptions {
    // As libpq reads it (postgres://user@host:5432,other:5432/name, or key=value words). Without
    // target_session_attrs the one of several hosts that can be written is taken.
    std::string url;
    std::string password{};  // where the URL has none
    Duration commit_patience = remote::RemoteConnection::commit_patience_default;
};

// Fault{retry_later} when the server cannot be reached, with libpq's words, which have no password.
std::unique_ptr<sql::Store> open_postgres(const PostgresOptions& options);

// Makes the database of the URL when the server has none of this name, from its database
// `postgres`; false: it is there. Safe by two at once. Fault as above, or {permanent} without the
// right to make one.
bool ensure_database(const PostgresOptions& options);

}  // namespace jangteo::platform::postgres

// A database that is not there yet.

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>

#include "kernel/fault.hpp"
#include "platform/postgres/postgres_faults.hpp"
#include "platform/postgres/postgres_store.hpp"

namespace jangteo::platform::postgres {
namespace {

struct FreeConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* text) const { PQfreemem(text); }
};
using Connection = std::unique_ptr<PGconn, FreeConnection>;
using Result = std::unique_ptr<PGresult, FreeConnection>;
using Settings = std::unique_ptr<PQconninfoOption, FreeConnection>;
using Text = std::unique_ptr<char, FreeConnection>;

constexpr std::string_view duplicate_database = "42P04";
constexpr std::string_view unique_violation = "23505";  // two made it at once

// "" when the URL leaves it to the user's name.
std::string database_of(const std::string& url) {
    Settings settings(PQconninfoParse(url.c_str(), nullptr));
    for (const PQconninfoOption* it = settings.get(); it && it->keyword; ++it) {
        if (std::string_view(it->keyword) == "dbname" && it->val) return it->val;
    }
    return "";
}

Connection connect(const PostgresOptions& options) {
    // Of several values of dbname the first may be a URL, and the last is the name.
    constexpr std::array<const char*, 6> keys = {
        "connect_timeout", "target_session_attrs", "password", "dbname", "dbname", nullptr};
    const char* password = options.password.empty() ? nullptr : options.password.c_str();
    const std::array<const char*, 6> values = {
        "5", "read-write", password, options.url.c_str(), "postgres", nullptr};
    Connection connection(PQconnectdbParams(keys.data(), values.data(), 1));
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        throw Fault(FaultKind::retry_later, "the store's server cannot be reached: " +
                                                one_line(PQerrorMessage(connection.get())));
    }
    return connection;
}

}  // namespace

bool ensure_database(const PostgresOptions& options) {
    const std::string name = database_of(options.url);
    if (name.empty()) return false;
    Connection connection = connect(options);
    const std::array<const char*, 1> values = {name.c_str()};
    Result found(PQexecParams(connection.get(), "SELECT 1 FROM pg_database WHERE datname = $1", 1,
                              nullptr, values.data(), nullptr, nullptr, 0));
    if (PQntuples(found.get()) > 0) return false;
    Text quoted(PQescapeIdentifier(connection.get(), name.data(), name.size()));
    const std::string text =
        fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", quoted.get());
    Result made(PQexec(connection.get(), text.c_str()));
    if (PQresultStatus(made.get()) == PGRES_COMMAND_OK) return true;
    const char* state = PQresultErrorField(made.get(), PG_DIAG_SQLSTATE);
    if (state && (state == duplicate_database || state == unique_violation)) return false;
    throw Fault(FaultKind::permanent, fmt::format("the database {} cannot be made: {}", name,
                                                  one_line(PQerrorMessage(connection.get()))));
}

}  // namespace jangteo::platform::postgres

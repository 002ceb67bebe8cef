#include "platform/postgres/postgres_store.hpp"

#include "platform/postgres/postgres_session.hpp"

namespace jangteo::platform::postgres {

std::unique_ptr<sql::Store> open_postgres(const PostgresOptions& options) {
    return std::make_unique<remote::RemoteStore>(
        [server = Server{options.url, options.password}](
            remote::Role role) -> std::unique_ptr<remote::Session> {
            return std::make_unique<PostgresSession>(server, role);
        },
        options.commit_patience);
}

}  // namespace jangteo::platform::postgres

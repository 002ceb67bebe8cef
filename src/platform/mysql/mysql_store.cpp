#include "platform/mysql/mysql_store.hpp"

#include "platform/mysql/mysql_session.hpp"

namespace jangteo::platform::mysql {

std::unique_ptr<sql::Store> open_mysql(const MysqlOptions& options) {
    Url parsed = parse_url(options.url);
    if (parsed.password.empty()) parsed.password = options.password;
    return std::make_unique<remote::RemoteStore>(
        [url = std::move(parsed)](remote::Role role) -> std::unique_ptr<remote::Session> {
            return std::make_unique<MysqlSession>(url, role);
        },
        options.commit_patience);
}

}  // namespace jangteo::platform::mysql

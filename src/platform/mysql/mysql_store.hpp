#pragma once

// A store on MariaDB 10.6 or newer, through libmariadb.

#include <memory>
#include <string>

#include "platform/remote/remote_store.hpp"

namespace jangteo::platform::mysql {

struct MysqlOptions {
    std::string url;         // mysql_url.hpp
    std::string password{};  // where the URL has none
    Duration commit_patience = remote::RemoteConnection::commit_patience_default;
};

// Fault{permanent} for a wrong URL, Fault{retry_later} when the server cannot be reached.
std::unique_ptr<sql::Store> open_mysql(const MysqlOptions& options);

// Makes the database of the URL when the server has none of this name; false: it is there. Safe by
// two at once. Fault as above, or {permanent} without the right to make one.
bool ensure_database(const MysqlOptions& options);

}  // namespace jangteo::platform::mysql

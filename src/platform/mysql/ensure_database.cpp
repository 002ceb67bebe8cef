// A database that is not there yet.

#include <fmt/format.h>
#include <mysql.h>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "platform/mysql/mysql_store.hpp"
#include "platform/mysql/mysql_url.hpp"

namespace jangteo::platform::mysql {
namespace {

constexpr unsigned connect_seconds = 5;

struct Close {
    void operator()(MYSQL* connection) const { mysql_close(connection); }
};
using Connection = std::unique_ptr<MYSQL, Close>;

Connection connect(const Url& url, const Address& address) {
    Connection connection(mysql_init(nullptr));
    check(connection != nullptr, "there is memory for a session");
    mysql_options(connection.get(), MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
    mysql_options(connection.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    const char* socket = url.socket.empty() ? nullptr : url.socket.c_str();
    if (!mysql_real_connect(connection.get(), address.host.c_str(), url.user.c_str(),
                            url.password.c_str(), nullptr, address.port, socket, 0)) {
        throw Fault(FaultKind::retry_later, fmt::format("the store's server cannot be reached: {}",
                                                        mysql_error(connection.get())));
    }
    return connection;
}

std::string quoted(std::string_view name) {
    std::string out = "`";
    for (char c : name) {
        if (c == '`') out += c;
        out += c;
    }
    return out + "`";
}

}  // namespace

bool ensure_database(const MysqlOptions& options) {
    Url url = parse_url(options.url);
    if (url.password.empty()) url.password = options.password;
    if (url.database.empty()) return false;
    Connection connection = connect(url, url.addresses.front());
    const std::string text =
        fmt::format("CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4", quoted(url.database));
    if (mysql_query(connection.get(), text.c_str()) != 0) {
        throw Fault(FaultKind::permanent, fmt::format("the database {} cannot be made: {}",
                                                      url.database, mysql_error(connection.get())));
    }
    return mysql_warning_count(connection.get()) == 0;
}

}  // namespace jangteo::platform::mysql

#pragma once

// mysql://user:password@host:3306,other:3307/database?socket=/run/mysqld.sock

#include <string>
#include <string_view>
#include <vector>

namespace jangteo::platform::mysql {

struct Address {
    std::string host;
    unsigned port = 3306;
};

struct Url {
    std::string user;
    std::string password;
    std::vector<Address> addresses;  // at least one, tried in this order
    std::string database;
    std::string socket;  // instead of the first host's port
};

// mariadb:// is the same. Fault{permanent} that says what is wrong and does not repeat the
// password.
Url parse_url(std::string_view text);

}  // namespace jangteo::platform::mysql

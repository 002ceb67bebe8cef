#pragma once

// Which engine holds the shop: chosen by `store.url`.

#include <memory>
#include <string>

#include "boot/config.hpp"
#include "runtime/sql.hpp"

namespace jangteo::boot {

enum class StoreEngine { sqlite, postgres, mysql };

StoreEngine engine_of(const Config& config);

// "" when nothing is wrong; never the URL itself, which may hold a password.
std::string store_url_problem(const std::string& url);

// Opens the store on a server. Fault in one line that begins with the key.
std::unique_ptr<sql::Store> open_server_store(const Config& config);

// Makes the database on the server when there is none; false: it is there.
bool ensure_database(const Config& config);

// Of a server: with the services' names in it. It may hold a password.
std::string store_url(const Config& config);
// Whether other services' store is another database.
bool names_databases(const Config& config);

// Where the store is, for people: without a password.
std::string store_name(const Config& config);

}  // namespace jangteo::boot

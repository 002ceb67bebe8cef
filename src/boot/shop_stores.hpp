#pragma once

// The stores of a shop as a command reads them, with the shop stopped or running: the file in a
// data folder, or databases on a server.

#include <memory>
#include <string>
#include <vector>

#include "boot/command_line.hpp"
#include "boot/config.hpp"
#include "runtime/sql.hpp"

namespace jangteo::boot {

struct StoreChoice {
    Config config;
    std::vector<std::string> groups;  // services of one database, with commas
};

// --config, --data and --services; `choice` lives as long as the command.
void add_store_options(Command command, StoreChoice& choice);

struct ShopStore {
    std::vector<std::string> services;  // whose tables it has; none: all
    std::unique_ptr<sql::Store> server;
    std::unique_ptr<sql::Connection> file;

    // For the calling thread.
    sql::Connection& reader() { return server ? server->reader() : *file; }
};

// One for each group of services, at least one. Fault{permanent} when there is no such store.
std::vector<ShopStore> open_to_read(const StoreChoice& choice);

// The file in a data folder. Fault{permanent} when there is none.
std::string existing_store_file(const std::string& data);

}  // namespace jangteo::boot

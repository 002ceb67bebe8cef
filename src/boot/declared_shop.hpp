#pragma once

// What the services declare, with nothing behind it: routes, events, migrations, for commands that
// need no store. Any thread.

#include <string>
#include <string_view>
#include <vector>

#include "boot/config.hpp"
#include "runtime/migration.hpp"

namespace jangteo::runtime {
class Registry;
}  // namespace jangteo::runtime

namespace jangteo::boot {

// The routes and events of every service, without a store.
const runtime::Registry& declared_registry();
// Those of one service alone.
void declare_service(std::string_view service, runtime::Registry& registry);
// Of the services that the configuration names.
std::vector<runtime::Migration> migrations_of(const Config& config);
std::string openapi_text();
std::string routes_text();

}  // namespace jangteo::boot

#pragma once

// Shop: the whole program as one object: store, services, lane, edge, HTTP. Starting takes the data
// folder, migrates, recovers and listens; stopping refuses new work, finishes what is under way and
// closes everything.

#include <memory>
#include <string>

#include "boot/config.hpp"
#include "runtime/migration.hpp"

namespace jangteo::runtime {
class Registry;
}  // namespace jangteo::runtime

namespace jangteo::boot {

class Shop {
  public:
    // Fault{permanent} with words for the operator when it cannot start.
    explicit Shop(Config config);
    ~Shop();

    void start();
    // True: everything was finished; false: what was left, the next start takes up.
    bool stop();

    std::uint16_t port() const;
    std::string url() const;
    const Config& config() const;
    // Set once, at the first start, when no password was given.
    const std::string& generated_operator_password() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// The routes and events of every service, without a store.
const runtime::Registry& declared_registry();
// Those of one service alone.
void declare_service(std::string_view service, runtime::Registry& registry);
std::vector<runtime::Migration> all_migrations();
// Of the services that the configuration names.
std::vector<runtime::Migration> migrations_of(const Config& config);
std::string openapi_text();
std::string routes_text();

}  // namespace jangteo::boot

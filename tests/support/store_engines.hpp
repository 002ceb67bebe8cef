#pragma once

// The engines behind sql::Store, each with an empty store of its own that is removed after. Servers
// are where JANGTEO_TEST_POSTGRES and JANGTEO_TEST_MARIADB say (tools/servers starts them).

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/sql.hpp"

namespace jangteo::test {

class StoreEngine {
  public:
    virtual ~StoreEngine() = default;

    // The same store each time, as another process would open it. `through` is a port of 127.0.0.1
    // to reach the server at; 0: its own.
    virtual std::unique_ptr<sql::Store> open(std::uint16_t through = 0) = 0;
    // As `store.url` says it; "": there is no server.
    virtual std::string url() const { return ""; }
    // Of the server; 0: there is none.
    virtual std::uint16_t port() const { return 0; }
    // At the server, every connection but the caller's.
    virtual void cut_connections() {}

    bool is_server() const { return port() != 0; }
};

// "sqlite", "postgres" or "mariadb". Throws where the server's address is not set.
std::unique_ptr<StoreEngine> make_store_engine(const std::string& name);

// The one that JANGTEO_TEST_STORE names; without it, SQLite in memory, whose reader is its writer.
std::unique_ptr<StoreEngine> make_shop_engine();

inline const std::vector<std::string> store_engine_names = {"sqlite", "postgres", "mariadb"};

}  // namespace jangteo::test

#include "tests/support/store_engines.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "platform/mysql/mysql_store.hpp"
#include "platform/postgres/postgres_store.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::test {
namespace {

constexpr Duration commit_patience = seconds(20);

std::string fresh_name() {
    static std::atomic<int> number{0};
    return fmt::format("jangteo_test_{}_{}", ::getpid(), ++number);
}

std::string address_in(const char* variable) {
    const char* address = std::getenv(variable);
    if (!address) {
        throw std::runtime_error(fmt::format(
            "{} is not set: python3 tools/servers postgres mariadb -- COMMAND sets it", variable));
    }
    return address;
}

// …@127.0.0.1:PORT/…
std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

std::string with_port(std::string url, std::uint16_t port) {
    if (port == 0) return url;
    std::size_t begin = url.rfind(':') + 1;
    return url.replace(begin, url.find('/', begin) - begin, std::to_string(port));
}

class MemoryEngine : public StoreEngine {
  public:
    std::unique_ptr<sql::Store> open(std::uint16_t) override {
        return std::make_unique<platform::sqlite::SqliteStore>(
            platform::sqlite::SqliteOptions{.path = ":memory:", .durable = false});
    }
};

class SqliteEngine : public StoreEngine {
  public:
    ~SqliteEngine() override {
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
    }
    std::unique_ptr<sql::Store> open(std::uint16_t) override {
        return std::make_unique<platform::sqlite::SqliteStore>(
            platform::sqlite::SqliteOptions{.path = path_, .durable = false});
    }

  private:
    std::string path_ = (std::filesystem::temp_directory_path() / fresh_name()).string();
};

class PostgresEngine : public StoreEngine {
  public:
    PostgresEngine() {
        admin_ = platform::postgres::open_postgres(
            {.url = address_, .commit_patience = commit_patience});
        admin_->writer().script("CREATE SCHEMA " + schema_);
    }
    ~PostgresEngine() override { admin_->writer().script("DROP SCHEMA " + schema_ + " CASCADE"); }
    std::unique_ptr<sql::Store> open(std::uint16_t through) override {
        return platform::postgres::open_postgres(
            {.url = with_port(url(), through), .commit_patience = commit_patience});
    }
    std::string url() const override { return address_ + "?options=-csearch_path%3D" + schema_; }
    std::uint16_t port() const override { return port_of(address_); }
    void cut_connections() override {
        admin_->writer().script(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND application_name LIKE 'jangteo %'");
    }

  private:
    std::string address_ = address_in("JANGTEO_TEST_POSTGRES");
    std::string schema_ = fresh_name();
    std::unique_ptr<sql::Store> admin_;
};

class MariadbEngine : public StoreEngine {
  public:
    MariadbEngine() {
        admin_ = platform::mysql::open_mysql({.url = address_, .commit_patience = commit_patience});
        admin_->writer().script("CREATE DATABASE " + database_);
    }
    ~MariadbEngine() override { admin_->writer().script("DROP DATABASE " + database_); }
    std::unique_ptr<sql::Store> open(std::uint16_t through) override {
        return platform::mysql::open_mysql(
            {.url = with_port(url(), through), .commit_patience = commit_patience});
    }
    std::string url() const override {
        return address_.substr(0, address_.rfind('/') + 1) + database_;
    }
    std::uint16_t port() const override { return port_of(address_); }
    void cut_connections() override {
        static const sql::Query select_others{
            "SELECT id FROM information_schema.processlist "
            "WHERE id <> connection_id() AND command <> 'Daemon' AND db = ?"};
        std::vector<std::int64_t> others;
        {
            auto rows = admin_->writer().query(select_others, {database_});
            while (rows.next()) others.push_back(rows.integer(0));
        }
        for (std::int64_t other : others) admin_->writer().script(fmt::format("KILL {}", other));
    }

  private:
    std::string address_ = address_in("JANGTEO_TEST_MARIADB");
    std::string database_ = fresh_name();
    std::unique_ptr<sql::Store> admin_;
};

}  // namespace

std::unique_ptr<StoreEngine> make_shop_engine() {
    const char* name = std::getenv("JANGTEO_TEST_STORE");
    return name ? make_store_engine(name) : std::make_unique<MemoryEngine>();
}

std::unique_ptr<StoreEngine> make_store_engine(const std::string& name) {
    if (name == "sqlite") return std::make_unique<SqliteEngine>();
    if (name == "postgres") return std::make_unique<PostgresEngine>();
    if (name == "mariadb") return std::make_unique<MariadbEngine>();
    throw std::runtime_error("no such engine: " + name);
}

}  // namespace jangteo::test

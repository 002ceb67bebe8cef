#include "boot/store_url.hpp"

#include <fmt/format.h>

#include "boot/modules.hpp"
#include "kernel/fault.hpp"
#include "platform/mysql/mysql_store.hpp"
#include "platform/postgres/postgres_store.hpp"

namespace jangteo::boot {
namespace {

constexpr std::string_view services_mark = "{services}";

bool starts_with_one_of(std::string_view url, std::initializer_list<std::string_view> schemes) {
    for (std::string_view scheme : schemes) {
        if (url.starts_with(scheme)) return true;
    }
    return false;
}

template <class Work>
auto naming_the_key(Work work) {
    try {
        return work();
    } catch (const Fault& fault) {
        throw Fault(fault.kind(), std::string("store.url: ") + fault.what());
    }
}

}  // namespace

StoreEngine engine_of(const Config& config) {
    if (config.store_url.empty()) return StoreEngine::sqlite;
    return starts_with_one_of(config.store_url, {"postgres://", "postgresql://"})
               ? StoreEngine::postgres
               : StoreEngine::mysql;
}

std::string store_url_problem(const std::string& url) {
    bool is_known = url.empty() || starts_with_one_of(url, {"postgres://", "postgresql://",
                                                            "mysql://", "mariadb://"});
    return is_known ? "" : "begins with neither postgres:// nor mysql://";
}

std::unique_ptr<sql::Store> open_server_store(const Config& config) {
    return naming_the_key([&]() -> std::unique_ptr<sql::Store> {
        if (engine_of(config) == StoreEngine::postgres) {
            return platform::postgres::open_postgres(
                {.url = store_url(config), .password = config.store_password});
        }
        return platform::mysql::open_mysql(
            {.url = store_url(config), .password = config.store_password});
    });
}

bool ensure_database(const Config& config) {
    return naming_the_key([&] {
        if (engine_of(config) == StoreEngine::postgres) {
            return platform::postgres::ensure_database(
                {.url = store_url(config), .password = config.store_password});
        }
        return platform::mysql::ensure_database(
            {.url = store_url(config), .password = config.store_password});
    });
}

std::string store_url(const Config& config) {
    std::string url = config.store_url;
    const std::size_t at = url.find(services_mark);
    if (at == std::string::npos) return url;
    return url.replace(at, services_mark.size(), names_of_services(config, "_"));
}

bool names_databases(const Config& config) {
    return config.store_url.find(services_mark) != std::string::npos;
}

std::string store_name(const Config& config) {
    if (engine_of(config) == StoreEngine::sqlite) return config.data;
    const std::string url = store_url(config);
    const std::size_t scheme = url.find("://") + 3;
    const std::size_t at = url.rfind('@');
    const std::size_t end = url.find('?');
    const std::size_t begin = at == std::string::npos ? scheme : at + 1;
    return url.substr(0, scheme) + url.substr(begin, end - begin);
}

}  // namespace jangteo::boot

#include "boot/store_check.hpp"

#include <filesystem>

#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "platform/sqlite/wal_check.hpp"

namespace jangteo::boot {
namespace {

const sql::Query select_tables{
    "SELECT count(*), count(CASE name WHEN 'runtime_migration' THEN 1 END) FROM sqlite_master"};

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
    throw Fault(FaultKind::permanent,
                path + " is not a store of Jangteo (" + what + "): give another --data");
}

}  // namespace

void refuse_foreign_store(const std::string& path) {
    std::error_code error;
    auto kind = std::filesystem::status(path, error).type();
    if (kind == std::filesystem::file_type::not_found) return;
    if (kind != std::filesystem::file_type::regular) refuse(path, "it is not a file");
    if (std::filesystem::file_size(path, error) == 0) return;
    std::int64_t tables = 0;
    std::int64_t ours = 0;
    try {
        auto db = platform::sqlite::open_read_only(path);
        auto rows = db->query(select_tables);
        rows.next();
        tables = rows.integer(0);
        ours = rows.integer(1);
    } catch (const Fault&) {
        refuse(path, "it cannot be read as a database");
    }
    if (tables > 0 && ours == 0) refuse(path, "it holds somebody else's tables");
}

void refuse_damaged_log(const std::string& path) {
    std::string damage = platform::sqlite::wal_damage(path + "-wal");
    if (damage.empty()) return;
    throw Fault(FaultKind::permanent,
                path + "-wal: " + damage + ": nothing was changed; restore a backup");
}

}  // namespace jangteo::boot

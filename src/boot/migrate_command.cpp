// `jangteo migrate`: brings the store's tables up to this version; safe to run twice and by two at
// once.

#include <fmt/core.h>

#include "boot/command_line.hpp"
#include "boot/data_folder.hpp"
#include "boot/shop.hpp"
#include "boot/store_url.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "platform/threads/system_clock.hpp"
#include "runtime/migrate.hpp"

namespace jangteo::boot {
namespace {

Status migrate(const Config& config) {
    std::unique_ptr<DataFolder> folder;
    std::unique_ptr<sql::Store> store;
    if (engine_of(config) == StoreEngine::sqlite) {
        folder = std::make_unique<DataFolder>(config.data);
        store = std::make_unique<platform::sqlite::SqliteStore>(
            platform::sqlite::SqliteOptions{.path = folder->store_path()});
    } else {
        store = open_server_store(config);
    }
    const auto steps = migrations_of(config);
    int applied = runtime::migrate(store->writer(), steps, platform::SystemClock().now());
    store->flush();
    fmt::print("{}: {} of {} steps applied now, the others before\n", store_name(config), applied,
               steps.size());
    return 0;
}

}  // namespace

void add_migrate_command(CLI::App& program, Status& status) {
    auto config = std::make_shared<Config>();
    auto* command =
        program.add_subcommand("migrate", "Bring the store's tables up to this version");
    add_config_option(*command, *config);
    command->add_option("--data", config->data, "folder of the shop's data")
        ->envname("JANGTEO_DATA");
    command->callback([config, &status] { status = guarded([&] { return migrate(*config); }); });
}

}  // namespace jangteo::boot

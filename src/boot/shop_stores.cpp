#include "boot/shop_stores.hpp"

#include <filesystem>

#include "boot/commands.hpp"
#include "boot/data_folder.hpp"
#include "boot/modules.hpp"
#include "boot/option_checks.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::boot {
namespace {

std::vector<std::vector<std::string>> groups_of(const StoreChoice& choice) {
    if (choice.groups.empty()) return {choice.config.services};
    std::vector<std::vector<std::string>> groups;
    for (const std::string& group : choice.groups) groups.push_back(split_list(group));
    return groups;
}

}  // namespace

void add_store_options(Command command, StoreChoice& choice) {
    add_config_option(command, choice.config);
    command.option("--data", choice.config.data, "folder of the shop's data")
        .variable("JANGTEO_DATA");
    command
        .option("--services", choice.groups,
                "of one database, with commas; once for each database of a split shop")
        .take_all()
        .check([](const std::string& group) { return services_problem(split_list(group)); });
}

std::vector<ShopStore> open_to_read(const StoreChoice& choice) {
    std::vector<ShopStore> stores;
    if (engine_of(choice.config) == StoreEngine::sqlite) {
        if (!choice.groups.empty()) {
            throw Fault(FaultKind::permanent,
                        "--services: store.url names no server, and a file has every service");
        }
        stores.push_back(
            {{},
             nullptr,
             platform::sqlite::open_read_only(existing_store_file(choice.config.data))});
        return stores;
    }
    for (auto& services : groups_of(choice)) {
        Config config = choice.config;
        config.services = services;
        stores.push_back({std::move(services), open_server_store(config), nullptr});
    }
    return stores;
}

std::string existing_store_file(const std::string& data) {
    std::string path = store_file_in(data);
    if (std::filesystem::exists(path)) return path;
    throw Fault(FaultKind::permanent,
                "there is no store in " + data + ": give the folder of a shop with --data");
}

}  // namespace jangteo::boot

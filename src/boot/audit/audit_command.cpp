#include <fmt/format.h>

#include "boot/audit/audit.hpp"
#include "boot/commands.hpp"
#include "boot/modules.hpp"
#include "boot/option_checks.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

AuditReport audit_databases(Config config, const std::vector<std::vector<std::string>>& groups) {
    std::vector<std::unique_ptr<sql::Store>> stores;
    std::vector<AuditPart> parts;
    for (const auto& services : groups) {
        config.services = services;
        stores.push_back(open_server_store(config));
        parts.push_back({stores.back()->reader(), services});
    }
    return audit_parts(parts, platform::SystemClock().now());
}

// Each group of services has a database of its own.
AuditReport audit_of(const Config& config, const std::vector<std::string>& groups) {
    if (engine_of(config) == StoreEngine::sqlite) {
        if (groups.empty()) return audit_store(config.data);
        throw Fault(FaultKind::permanent,
                    "--services: store.url names no server, and a file has every service");
    }
    if (groups.empty()) return audit_databases(config, {config.services});
    std::vector<std::vector<std::string>> split;
    for (const std::string& group : groups) split.push_back(split_list(group));
    return audit_databases(config, split);
}

}  // namespace

void add_audit_command(Program& program) {
    struct Options {
        Config config;
        std::vector<std::string> groups;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    Command command = program.command("audit", "Check every invariant against the store");
    add_config_option(command, options->config);
    command.option("--data", options->config.data, "folder of the shop's data")
        .variable("JANGTEO_DATA");
    command
        .option("--services", options->groups,
                "of one database, with commas; once for each database of a split shop")
        .take_all()
        .check([](const std::string& group) { return services_problem(split_list(group)); });
    command.flag("--json", options->json);
    command.runs([options] {
        auto report = audit_of(options->config, options->groups);
        fmt::print("{}", options->json ? audit_json(report) + "\n" : audit_table(report));
        return report.violations_total == 0 ? 0 : 1;
    });
}

}  // namespace jangteo::boot

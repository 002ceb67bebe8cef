#include <fmt/format.h>

#include "boot/audit/audit.hpp"
#include "boot/command_line.hpp"
#include "boot/modules.hpp"
#include "boot/option_checks.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

// Each group of services has a database of its own.
AuditReport audit_of(Config config, const std::vector<std::string>& groups) {
    std::vector<std::unique_ptr<sql::Store>> stores;
    std::vector<AuditPart> parts;
    for (const std::string& group : groups) {
        config.services = split_list(group);
        stores.push_back(open_server_store(config));
        parts.push_back({stores.back()->reader(), config.services});
    }
    return audit_parts(parts, platform::SystemClock().now());
}

AuditReport audit_of(const Config& config) {
    if (engine_of(config) == StoreEngine::sqlite) return audit_store(config.data);
    return audit_of(config, {fmt::format("{}", fmt::join(config.services, ","))});
}

}  // namespace

void add_audit_command(CLI::App& program, Status& status) {
    struct Options {
        Config config;
        std::vector<std::string> groups;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("audit", "Check every invariant against the store");
    add_config_option(*command, options->config);
    command->add_option("--data", options->config.data, "folder of the shop's data")
        ->envname("JANGTEO_DATA");
    command
        ->add_option("--services", options->groups,
                     "of one database, with commas; once for each database of a split shop")
        ->take_all()
        ->check([](const std::string& group) { return services_problem(split_list(group)); }, "");
    command->add_flag("--json", options->json);
    command->callback([options, &status] {
        status = guarded([&] {
            const bool is_split = !options->groups.empty();
            if (is_split && engine_of(options->config) == StoreEngine::sqlite) {
                throw Fault(FaultKind::permanent,
                            "--services: store.url names no server, and a file has every service");
            }
            auto report =
                is_split ? audit_of(options->config, options->groups) : audit_of(options->config);
            fmt::print("{}", options->json ? audit_json(report) + "\n" : audit_table(report));
            return report.violations_total == 0 ? 0 : 1;
        });
    });
}

}  // namespace jangteo::boot

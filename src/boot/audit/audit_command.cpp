#include <fmt/core.h>

#include "boot/audit/audit.hpp"
#include "boot/command_line.hpp"
#include "boot/store_url.hpp"

namespace jangteo::boot {
namespace {

AuditReport audit_of(const Config& config) {
    if (engine_of(config) == StoreEngine::sqlite) return audit_store(config.data);
    return audit_reader(open_server_store(config)->reader());
}

}  // namespace

void add_audit_command(CLI::App& program, Status& status) {
    struct Options {
        Config config;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("audit", "Check every invariant against the store");
    add_config_option(*command, options->config);
    command->add_option("--data", options->config.data, "folder of the shop's data")
        ->envname("JANGTEO_DATA");
    command->add_flag("--json", options->json);
    command->callback([options, &status] {
        status = guarded([&] {
            auto report = audit_of(options->config);
            fmt::print("{}", options->json ? audit_json(report) + "\n" : audit_table(report));
            return report.violations_total == 0 ? 0 : 1;
        });
    });
}

}  // namespace jangteo::boot

#include <fmt/core.h>

#include "boot/audit/audit.hpp"
#include "boot/command_line.hpp"

namespace jangteo::boot {

void add_audit_command(CLI::App& program, Status& status) {
    struct Options {
        std::string data = "data";
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("audit", "Check every invariant against the store");
    command->add_option("--data", options->data, "folder of the shop's data")
        ->envname("JANGTEO_DATA");
    command->add_flag("--json", options->json);
    command->callback([options, &status] {
        status = guarded([&] {
            auto report = audit_store(options->data);
            fmt::print("{}", options->json ? audit_json(report) + "\n" : audit_table(report));
            return report.violations_total == 0 ? 0 : 1;
        });
    });
}

}  // namespace jangteo::boot

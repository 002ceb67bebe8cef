// `jangteo config`, and the --config of the commands that read one.

#include <fmt/core.h>

#include "boot/commands.hpp"
#include "boot/modules.hpp"
#include "boot/settings.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {

void add_config_option(Command command, Config& config) {
    command.before_options([&config] { read_environment(config); });
    // At once, so that flags which follow or precede it win.
    command
        .option(
            "--config", [&config](const std::string& path) { read_config_file(path, config); },
            "a file that `jangteo config` describes")
        .variable("JANGTEO_CONFIG")
        .at_once();
}

void add_services_option(Command command, Config& config) {
    command
        .option(
            "--services",
            [&config](const std::vector<std::string>& services) {
                if (std::string wrong = services_problem(services); !wrong.empty()) {
                    throw Fault(FaultKind::permanent, "--services: " + wrong);
                }
                config.services = services;
            },
            "of this process, with commas; without it: all")
        .delimiter(',');
}

void add_config_command(Program& program) {
    program.command("config", "Print a configuration file with every key and default").runs([] {
        fmt::print("{}", documented_config());
        return 0;
    });
}

}  // namespace jangteo::boot

// `jangteo config`, and the --config of the commands that read one.

#include <fmt/core.h>

#include "boot/command_line.hpp"
#include "boot/modules.hpp"
#include "boot/settings.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

// A wrong setting is as a wrong flag: one line, status 2.
void read(const std::function<void()>& source) {
    try {
        source();
    } catch (const Fault& fault) {
        throw CLI::ValidationError(fault.what());
    }
}

}  // namespace

void add_config_option(CLI::App& command, Config& config) {
    command.preparse_callback([&config](std::size_t) { read([&] { read_environment(config); }); });
    // At once, so that flags which follow or precede it win.
    command
        .add_option_function<std::string>(
            "--config",
            [&config](const std::string& path) { read([&] { read_config_file(path, config); }); },
            "a file that `jangteo config` describes")
        ->envname("JANGTEO_CONFIG")
        ->trigger_on_parse();
}

void add_services_option(CLI::App& command, Config& config) {
    command
        .add_option_function<std::vector<std::string>>(
            "--services",
            [&config](const std::vector<std::string>& services) {
                if (std::string wrong = services_problem(services); !wrong.empty()) {
                    throw CLI::ValidationError("--services", wrong);
                }
                config.services = services;
            },
            "of this process, with commas; without it: all")
        ->delimiter(',');
}

void add_config_command(CLI::App& program, Status&) {
    auto* command =
        program.add_subcommand("config", "Print a configuration file with every key and default");
    command->callback([] { fmt::print("{}", documented_config()); });
}

}  // namespace jangteo::boot

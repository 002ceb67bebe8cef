// `jangteo gateway`: one address in front of services that are processes of their own.

#include <fmt/core.h>

#include <cstdio>

#include "boot/command_line.hpp"
#include "boot/gateway.hpp"
#include "boot/signals.hpp"

namespace jangteo::boot {
namespace {

Status serve(const Config& config) {
    StopSignals signals;
    Gateway gateway(config);
    gateway.start();
    fmt::print("jangteo gateway serves {} (Ctrl-C stops)\n", gateway.url());
    std::fflush(stdout);
    signals.wait();
    signals.exit_on_next();
    gateway.stop();
    return 0;
}

}  // namespace

void add_gateway_command(CLI::App& program, Status& status) {
    auto config = std::make_shared<Config>();
    auto* command = program.add_subcommand(
        "gateway", "One address in front of services that are processes of their own");
    command->add_option("--host", config->host, "address to listen on")->envname("JANGTEO_HOST");
    command->add_option("--port", config->port, "0: any free one")->envname("JANGTEO_PORT");
    add_config_option(*command, *config);
    command->callback([config, &status] { status = guarded([&] { return serve(*config); }); });
}

}  // namespace jangteo::boot

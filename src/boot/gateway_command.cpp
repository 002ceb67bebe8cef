// `jangteo gateway`: one address in front of services that are processes of their own.

#include <fmt/core.h>

#include <cstdio>

#include "boot/commands.hpp"
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

void add_gateway_command(Program& program) {
    auto config = std::make_shared<Config>();
    Command command = program.command(
        "gateway", "One address in front of services that are processes of their own");
    command.option("--host", config->host, "address to listen on").variable("JANGTEO_HOST");
    command.option("--port", config->port, "0: any free one").variable("JANGTEO_PORT");
    add_config_option(command, *config);
    command.runs([config] { return serve(*config); });
}

}  // namespace jangteo::boot

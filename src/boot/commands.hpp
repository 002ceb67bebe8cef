#pragma once

// The commands of the program: one function each, in a file of its name, that adds the command with
// its options; and the options that several have.

#include "boot/command_line.hpp"
#include "boot/config.hpp"

namespace jangteo::boot {

void add_serve_command(Program& program);
void add_demo_command(Program& program);
void add_order_command(Program& program);
void add_log_commands(Program& program);
void add_openapi_commands(Program& program);
void add_events_command(Program& program);
void add_audit_command(Program& program);
void add_replay_command(Program& program);
void add_bench_command(Program& program);
void add_gateway_command(Program& program);
void add_config_command(Program& program);
void add_migrate_command(Program& program);
void add_doctor_command(Program& program);

// The options of everything that starts a shop.
void add_shop_options(Command command, Config& config);

// --config, and what the environment says, which is read before the command's own flags.
void add_config_option(Command command, Config& config);

// --services: what `services` says.
void add_services_option(Command command, Config& config);

}  // namespace jangteo::boot

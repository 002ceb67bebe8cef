#pragma once

// The command line: one function per command, each adding its own options to the program's and
// giving its exit status: 0 done, 1 it did not come out right, 2 a wrong flag, file or setting (one
// line says which).

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

#include "boot/config.hpp"

namespace jangteo::boot {

// Where a command leaves its exit status.
using Status = int;

void add_serve_command(CLI::App& program, Status& status);
void add_demo_command(CLI::App& program, Status& status);
void add_order_command(CLI::App& program, Status& status);
void add_log_commands(CLI::App& program, Status& status);
void add_openapi_commands(CLI::App& program, Status& status);
void add_events_command(CLI::App& program, Status& status);
void add_audit_command(CLI::App& program, Status& status);
void add_replay_command(CLI::App& program, Status& status);
void add_bench_command(CLI::App& program, Status& status);
void add_gateway_command(CLI::App& program, Status& status);
void add_config_command(CLI::App& program, Status& status);
void add_migrate_command(CLI::App& program, Status& status);
void add_doctor_command(CLI::App& program, Status& status);

// The options of everything that starts a shop.
void add_shop_options(CLI::App& command, Config& config);

// A flag or a file may bring any bytes with it: what is said of them stays on its line and moves no
// cursor.
std::string one_line(std::string words);
// --config, and what the environment says, which is read before the command's own flags.
void add_config_option(CLI::App& command, Config& config);

// --services: what `services` says.
void add_services_option(CLI::App& command, Config& config);

// One line for a command line that is not one: what is wrong, and where the help of the innermost
// command that was named is.
std::string failure_words(const CLI::App& program, const CLI::Error& error);

// Runs a command: a Fault is one line on standard error and status 2.
Status guarded(const std::function<Status()>& command);

}  // namespace jangteo::boot

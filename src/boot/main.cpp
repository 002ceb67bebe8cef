#include "boot/command_line.hpp"

int main(int argc, char** argv) {
    using namespace jangteo::boot;

    CLI::App program{"Jangteo, an event-driven marketplace engine", "jangteo"};
    program.require_subcommand(1);
    program.set_version_flag("--version", "jangteo 0.1.0");
    program.failure_message(
        [](const CLI::App* app, const CLI::Error& error) { return failure_words(*app, error); });

    Status status = 0;
    add_serve_command(program, status);
    add_demo_command(program, status);
    add_replay_command(program, status);
    add_audit_command(program, status);
    add_bench_command(program, status);
    add_order_command(program, status);
    add_log_commands(program, status);
    add_openapi_commands(program, status);
    add_gateway_command(program, status);
    add_events_command(program, status);
    add_config_command(program, status);
    add_migrate_command(program, status);
    add_doctor_command(program, status);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : 2;
    }
    return status;
}

#include "boot/commands.hpp"

int main(int argc, char** argv) {
    using namespace jangteo::boot;

    Program program("Jangteo, an event-driven marketplace engine");
    program.version("jangteo 0.1.0");

    add_serve_command(program);
    add_demo_command(program);
    add_replay_command(program);
    add_audit_command(program);
    add_bench_command(program);
    add_order_command(program);
    add_log_commands(program);
    add_openapi_commands(program);
    add_gateway_command(program);
    add_events_command(program);
    add_config_command(program);
    add_migrate_command(program);
    add_doctor_command(program);
    return program.run(argc, argv);
}

#include "boot/bench/bench.hpp"
#include "boot/command_line.hpp"

namespace jangteo::boot {

void add_bench_command(CLI::App& program, Status& status) {
    auto options = std::make_shared<BenchOptions>();
    auto* command = program.add_subcommand("bench", "Measure this machine and the shop on it");
    command->add_option("--json", options->json_file, "also write the rows to this file");
    command->add_flag("--quick", options->quick, "shorter runs");
    command->add_option("--data", options->data, "folder to measure in (empty: a temporary one)");
    command->add_option("--only", options->only, "ids of rows");
    command->add_option("--url", options->running.shop_url,
                        "measure the shop that runs there, with the sandboxes it uses");
    command->add_option("--toss-url", options->running.toss_url, "with --url: its payment sandbox")
        ->envname("JANGTEO_TOSS_URL");
    command->add_option("--operator-email", options->running.login.email, "with --url")
        ->envname("JANGTEO_OPERATOR_EMAIL");
    command->add_option("--operator-password", options->running.login.password, "with --url")
        ->envname("JANGTEO_OPERATOR_PASSWORD");
    add_config_option(*command, options->config);
    command->callback(
        [options, &status] { status = guarded([&] { return run_bench(*options); }); });
}

}  // namespace jangteo::boot

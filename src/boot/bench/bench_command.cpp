#include "boot/bench/bench.hpp"
#include "boot/commands.hpp"

namespace jangteo::boot {

void add_bench_command(Program& program) {
    auto options = std::make_shared<BenchOptions>();
    Command command = program.command("bench", "Measure this machine and the shop on it");
    command.option("--json", options->json_file, "also write the rows to this file");
    command.flag("--quick", options->quick, "shorter runs");
    command.flag("--http-1-1", options->has_buyers_on_http_1_1,
                 "buyers of whole orders come on a connection each, in HTTP/1.1");
    command.option("--data", options->data, "folder to measure in (empty: a temporary one)");
    command.option("--only", options->only, "ids of rows");
    command.option("--url", options->running.shop_url,
                   "measure the shop that runs there, with the sandboxes it uses");
    command.option("--toss-url", options->running.toss_url, "with --url: its payment sandbox")
        .variable("JANGTEO_TOSS_URL");
    command.option("--operator-email", options->running.login.email, "with --url")
        .variable("JANGTEO_OPERATOR_EMAIL");
    command.option("--operator-password", options->running.login.password, "with --url")
        .variable("JANGTEO_OPERATOR_PASSWORD");
    add_config_option(command, options->config);
    command.runs([options] { return run_bench(*options); });
}

}  // namespace jangteo::boot

// `jangteo serve`: one shop until a signal stops it.

#include <fmt/core.h>

#include <csignal>
#include <cstdlib>

#include "boot/commands.hpp"
#include "boot/option_checks.hpp"
#include "boot/shop.hpp"
#include "boot/signals.hpp"
#include "boot/store_url.hpp"

namespace jangteo::boot {
namespace {

Status serve(const Config& config) {
    StopSignals signals;
    Shop shop(config);
    shop.start();
    fmt::print("jangteo serves {} from {} (Ctrl-C stops)\n", shop.url(), store_name(config));
    if (shop.writer_url() != shop.url()) {
        fmt::print("stands by for {}, which writes: answers reads, hands on the rest\n",
                   shop.writer_url());
    }
    std::fflush(stdout);
    signals.wait();
    fmt::print("stopping: finishing what is under way (again to stop at once)\n");
    std::fflush(stdout);
    signals.exit_on_next();
    bool finished = shop.stop();
    fmt::print("{}\n", finished ? "stopped" : "stopped; what was left goes on at the next start");
    return 0;
}

// Who may come in, and from where.
void add_access_options(Command command, Config& config) {
    command.option("--public-url", config.public_url, "where browsers and webhooks reach the shop")
        .variable("JANGTEO_PUBLIC_URL")
        .check(public_url_problem);
    command.option("--operator-email", config.operator_email)
        .variable("JANGTEO_OPERATOR_EMAIL")
        .check(email_problem)
        .transform(lower_case);
    command.option("--operator-password", config.operator_password, "of the first start")
        .variable("JANGTEO_OPERATOR_PASSWORD")
        .check(password_problem);
    command.option("--mutations-per-second", config.mutations_per_second, "per member; 0: no limit")
        .check(rate_problem);
    command.option("--logins-per-second", config.logins_per_second, "per address; 0: no limit")
        .check(rate_problem);
    command.option("--cors-origin", config.cors_origins, "allowed origins, may be repeated")
        .check(origin_problem);
}

}  // namespace

void add_shop_options(Command command, Config& config) {
    add_services_option(command, config);
    command.option("--data", config.data, "folder of the shop's data").variable("JANGTEO_DATA");
    command.option("--host", config.host, "address to listen on").variable("JANGTEO_HOST");
    command.option("--http-threads", config.http_threads).between(1, 64);
    command
        .option(
            "--delivery",
            [&config](const std::string& text) {
                config.lane.delivery =
                    text == "log" ? runtime::Delivery::log : runtime::Delivery::local;
            },
            "local: events in their own transaction; log: hop by hop")
        .one_of({"local", "log"});
    command
        .option("--queue", config.lane.queue_max,
                "commands that may wait; more are refused with 503")
        .between(1, 1'000'000);
    command
        .option("--audit-every", config.audit_every_minutes,
                "minutes between audits of the running shop by itself; 0: never")
        .between(0, 60 * 24 * 7);
    command.option("--log", config.log_format, "human or json").one_of({"human", "json"});
    command.option("--log-level", config.log_level).one_of({"debug", "info", "warning", "error"});
    command.option("--toss-url", config.toss_url, "payment provider").variable("JANGTEO_TOSS_URL");
    command.option("--toss-secret-key", config.toss_secret_key).variable("JANGTEO_TOSS_SECRET_KEY");
    command.option("--toss-client-key", config.toss_client_key).variable("JANGTEO_TOSS_CLIENT_KEY");
    command.option("--carrier-url", config.carrier_url, "carrier").variable("JANGTEO_CARRIER_URL");
    add_access_options(command, config);
}

void add_serve_command(Program& program) {
    auto config = std::make_shared<Config>();
    Command command = program.command("serve", "Run the shop");
    add_shop_options(command, *config);
    command.option("--port", config->port, "0: any free port").variable("JANGTEO_PORT");
    add_config_option(command, *config);
    command.runs([config] { return serve(*config); });
}

}  // namespace jangteo::boot

// `jangteo serve`: one shop until a signal stops it.

#include <fmt/core.h>

#include <csignal>
#include <cstdlib>

#include "boot/command_line.hpp"
#include "boot/option_checks.hpp"
#include "boot/shop.hpp"
#include "boot/signals.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"

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

}  // namespace

Status guarded(const std::function<Status()>& command) {
    try {
        return command();
    } catch (const Fault& fault) {
        fmt::print(stderr, "jangteo: {}\n", one_line(fault.what()));
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "jangteo: {}\n", one_line(error.what()));
        return 1;
    }
}

namespace {

// Who may come in, and from where.
void add_access_options(CLI::App& command, Config& config) {
    command
        .add_option("--public-url", config.public_url, "where browsers and webhooks reach the shop")
        ->envname("JANGTEO_PUBLIC_URL")
        ->check(public_url_problem, "");
    command.add_option("--operator-email", config.operator_email)
        ->envname("JANGTEO_OPERATOR_EMAIL")
        ->check(email_problem, "")
        ->transform(lower_case, "");
    command.add_option("--operator-password", config.operator_password, "of the first start")
        ->envname("JANGTEO_OPERATOR_PASSWORD")
        ->check(password_problem, "");
    command
        .add_option("--mutations-per-second", config.mutations_per_second,
                    "per member; 0: no limit")
        ->check(rate_problem, "");
    command.add_option("--logins-per-second", config.logins_per_second, "per address; 0: no limit")
        ->check(rate_problem, "");
    command.add_option("--cors-origin", config.cors_origins, "allowed origins, may be repeated")
        ->check(origin_problem, "");
}

}  // namespace

void add_shop_options(CLI::App& command, Config& config) {
    add_services_option(command, config);
    command.add_option("--data", config.data, "folder of the shop's data")->envname("JANGTEO_DATA");
    command.add_option("--host", config.host, "address to listen on")->envname("JANGTEO_HOST");
    command.add_option("--http-threads", config.http_threads)->check(CLI::Range(1, 64));
    command
        .add_option_function<std::string>(
            "--delivery",
            [&config](const std::string& text) {
                config.lane.delivery =
                    text == "log" ? runtime::Delivery::log : runtime::Delivery::local;
            },
            "local: events in their own transaction; log: hop by hop")
        ->check(CLI::IsMember({"local", "log"}));
    command
        .add_option("--queue", config.lane.queue_max,
                    "commands that may wait; more are refused with 503")
        ->check(CLI::Range(1, 1'000'000));
    command
        .add_option("--audit-every", config.audit_every_minutes,
                    "minutes between audits of the running shop by itself; 0: never")
        ->check(CLI::Range(0, 60 * 24 * 7));
    command.add_option("--log", config.log_format, "human or json")
        ->check(CLI::IsMember({"human", "json"}));
    command.add_option("--log-level", config.log_level)
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    command.add_option("--toss-url", config.toss_url, "payment provider")
        ->envname("JANGTEO_TOSS_URL");
    command.add_option("--toss-secret-key", config.toss_secret_key)
        ->envname("JANGTEO_TOSS_SECRET_KEY");
    command.add_option("--toss-client-key", config.toss_client_key)
        ->envname("JANGTEO_TOSS_CLIENT_KEY");
    command.add_option("--carrier-url", config.carrier_url, "carrier")
        ->envname("JANGTEO_CARRIER_URL");
    add_access_options(command, config);
}

void add_serve_command(CLI::App& program, Status& status) {
    auto config = std::make_shared<Config>();
    auto* command = program.add_subcommand("serve", "Run the shop");
    add_shop_options(*command, *config);
    command->add_option("--port", config->port, "0: any free port")->envname("JANGTEO_PORT");
    add_config_option(*command, *config);
    command->callback([config, &status] { status = guarded([&] { return serve(*config); }); });
}

}  // namespace jangteo::boot

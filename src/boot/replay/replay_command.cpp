// `jangteo replay FILE`: its options.

#include <fmt/format.h>

#include "boot/commands.hpp"
#include "boot/replay/plan.hpp"
#include "boot/replay/replay.hpp"
#include "platform/http/url.hpp"

namespace jangteo::boot {
namespace {

struct Given {
    ReplayOptions options;
    std::string stock_factor = "1.0";
    std::int64_t patience_seconds = 60;
};

std::string not_a_factor(const std::string& text) {
    auto factor = parse_decimal(text);
    bool is_in_range = factor && factor->mantissa >= 0 && initial_stock(1, *factor) <= 100;
    return is_in_range ? "" : text + " is not a decimal number from 0 to 100";
}

std::string not_a_url(const std::string& text) {
    return platform::http::parse_http_url(text) ? "" : text + " is not an http:// or https:// URL";
}

}  // namespace

void add_replay_command(Program& program) {
    auto given = std::make_shared<Given>();
    ReplayOptions& options = given->options;
    options.shop.toss_url = "http://127.0.0.1:9001";
    options.shop.login.email = "operator@jangteo.example";
    Command command = program.command(
        "replay", "Play an order book (CSV, also gzip) through the HTTP interface of a shop");
    command.option("file", options.file, "the order book").required().existing_file();
    Option url = command
                     .option("--url", options.shop.shop_url,
                             "a shop that runs; without it one of its own, with the sandboxes")
                     .check(not_a_url);
    command.option("--data", options.data, "folder of the shop's data; without it a temporary one");
    command.option("--concurrency", options.concurrency, "orders under way at a time")
        .between(1, 1024)
        .show_default();
    command
        .option("--stock-factor", given->stock_factor,
                "initial stock of a product: what was sold of it, times this")
        .check(not_a_factor)
        .show_default();
    command.option("--limit", options.invoices_max, "only the first so many invoices");
    command
        .option("--patience", given->patience_seconds,
                "seconds that a shop which is away or busy is asked again")
        .between(1, 3600)
        .show_default();
    command.option("--report", options.report_file, "where to write the result as JSON");
    command.option("--toss-url", options.shop.toss_url, "with --url: its payment sandbox")
        .check(not_a_url)
        .needs(url)
        .variable("JANGTEO_TOSS_URL");
    command.option("--operator-email", options.shop.login.email, "with --url")
        .variable("JANGTEO_OPERATOR_EMAIL");
    command.option("--operator-password", options.shop.login.password, "with --url")
        .variable("JANGTEO_OPERATOR_PASSWORD");
    command.runs([given] {
        given->options.stock_factor = *parse_decimal(given->stock_factor);
        given->options.patience = seconds(given->patience_seconds);
        return run_replay(given->options);
    });
}

}  // namespace jangteo::boot

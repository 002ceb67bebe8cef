#include "boot/demo.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "boot/commands.hpp"
#include "boot/data_folder.hpp"
#include "boot/declared_shop.hpp"
#include "boot/demo_data.hpp"
#include "boot/option_checks.hpp"
#include "boot/ports.hpp"
#include "boot/progress.hpp"
#include "boot/sandboxes.hpp"
#include "boot/shop.hpp"
#include "boot/signals.hpp"
#include "boot/timeline.hpp"
#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::boot {
namespace {

namespace json = boost::json;

constexpr Duration delivery_patience = seconds(30);
// A service there may hear of what another did a moment later.
constexpr Duration patience_elsewhere = seconds(20);

// One order as a customer places it: cart, order, card, delivery.
class FirstOrder {
  public:
    FirstOrder(ApiClient& api, const std::string& toss_url, const std::string& carrier_url)
        : api_(api), toss_(toss_url), carrier_(carrier_url) {}

    std::string play() {
        buyer_ = api_.log_in(demo_logins()[2].email, demo_logins()[2].password);
        fill_cart();
        json::value order = place();
        std::string id = text_at(order, "order_id");
        fmt::print("  placed    {}  {}  {} won\n", text_at(order, "number"), text_at(order, "name"),
                   integer_at(order.as_object().at("total"), "amount"));
        pay(id, order.as_object().at("total"));
        wait_for(id, "shipping");
        fmt::print("  paid and on its way\n");
        deliver(id);
        wait_for(id, "delivered");
        fmt::print("  delivered\n");
        return id;
    }

  private:
    void fill_cart() {
        auto products = api_.get("/v1/products?limit=2");
        for (const auto& product : products.as_object().at("data").as_array()) {
            auto whole = api_.get("/v1/products/" + text_at(product, "id"));
            std::string sku = text_at(whole.as_object().at("variants").as_array().at(0), "sku_id");
            api_.call({.method = runtime::Method::put,
                       .target = "/v1/cart/lines/" + sku,
                       .token = buyer_,
                       .body = {{"quantity", 1}}});
        }
    }

    json::value place() {
        return api_
            .call({.method = runtime::Method::post,
                   .target = "/v1/orders",
                   .token = buyer_,
                   .body = {{"from_cart", true},
                            {"recipient",
                             {{"name", "김장터"},
                              {"phone", "010-1234-5678"},
                              {"postal_code", "04524"},
                              {"address", "서울 중구 세종대로 110"}}}},
                   .wait_seconds = 5})
            .body;
    }

    void pay(const std::string& id, const json::value& total) {
        auto authorised =
            toss_.post("/__sandbox/payments", {{"amount", total.as_object().at("amount")},
                                               {"orderId", id},
                                               {"orderName", "jangteo demo"},
                                               {"authorize", true}});
        api_.call({.method = runtime::Method::post,
                   .target = "/v1/payments/confirm",
                   .token = buyer_,
                   .body = {{"payment_key", text_at(authorised, "paymentKey")},
                            {"order_id", id},
                            {"amount", total}},
                   .wait_seconds = 5});
    }

    void deliver(const std::string& id) {
        auto shipments = api_.get("/v1/orders/" + id + "/shipments", buyer_);
        for (const auto& shipment : shipments.as_object().at("data").as_array()) {
            std::string number = text_at(shipment, "tracking_number");
            for (std::string_view to :
                 {"AT_PICKUP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"}) {
                carrier_.call({.method = runtime::Method::post,
                               .target = "/__sandbox/parcels/" + number + "/advance",
                               .body = {{"to", to}}});
            }
        }
    }

    void wait_for(const std::string& id, const std::string& status) {
        std::string now;
        for (Duration waited{}; waited < delivery_patience; waited = waited + milliseconds(20)) {
            now = text_at(api_.get("/v1/orders/" + id, buyer_), "status");
            if (now == status) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        throw Fault(FaultKind::permanent,
                    fmt::format("order {} stays {}; expected {}", id, now, status));
    }

    ApiClient& api_;
    ApiClient toss_;
    ApiClient carrier_;
    std::string buyer_;
};

void print_box(const std::vector<std::string>& lines) {
    std::size_t width = 0;
    for (const auto& line : lines) width = std::max(width, line.size());
    std::string edge(width + 2, '-');
    fmt::print("+{}+\n", edge);
    for (const auto& line : lines) fmt::print("| {:<{}} |\n", line, width);
    fmt::print("+{}+\n", edge);
}

void print_summary(const Shop& shop, const Sandboxes& sandboxes) {
    std::string url = shop.url();
    std::vector<std::string> lines = {
        "Jangteo is open",
        "",
        "API      " + url + "/v1/products",
        "docs     " + url + "/docs",
        "health   " + url + "/readyz",
        "metrics  " + url + "/metrics",
        "toss     " + sandboxes.toss_url() + "   carrier " + sandboxes.carrier_url(),
        "data     " + std::filesystem::absolute(shop.config().data).string(),
        "",
    };
    for (const Login& login : demo_logins()) {
        lines.push_back(fmt::format("{:<8} {} / {}", login.who, login.email, login.password));
    }
    const Login& buyer = demo_logins()[2];
    lines.push_back("");
    lines.push_back("curl -s " + url + "/v1/products?limit=3");
    lines.push_back("curl -s " + url + "/v1/categories");
    lines.push_back(
        fmt::format("curl -s -X POST {}/v1/sessions -H 'content-type: application/json' \\", url));
    lines.push_back(fmt::format("     -d '{{\"email\":\"{}\",\"password\":\"{}\"}}'", buyer.email,
                                buyer.password));
    lines.push_back("");
    lines.push_back("Ctrl-C stops the shop and its sandboxes.");
    print_box(lines);
    std::fflush(stdout);
}

// True when the shop was empty.
bool seed(ApiClient& api) {
    std::string operator_token = api.log_in(demo_logins()[0].email, demo_logins()[0].password);
    std::optional<Progress> progress;
    bool fresh = seed_demo(api, operator_token, [&](std::size_t done, std::size_t all) {
        if (!progress)
            progress.emplace(standard_progress(), "seeding the shop",
                             static_cast<std::int64_t>(all));
        progress->set(static_cast<std::int64_t>(done));
    });
    if (progress) progress->finish();
    return fresh;
}

// In a shop that runs elsewhere.
int play_at(const DemoOptions& options) {
    ApiClient api(options.url, patience_elsewhere);
    seed(api);
    fmt::print("one order, from cart to delivery\n");
    FirstOrder(api, options.config.toss_url, options.config.carrier_url).play();
    return 0;
}

Config demo_config(Config config, const Sandboxes& sandboxes) {
    config.toss_url = sandboxes.toss_url();
    config.carrier_url = sandboxes.carrier_url();
    config.operator_email = demo_logins()[0].email;
    config.operator_password = demo_logins()[0].password;
    // The seeding plays hundreds of calls as one operator.
    config.mutations_per_second = 1'000;
    config.logins_per_second = 50;
    config.log_level = "warning";
    return config;
}

}  // namespace

int run_demo(DemoOptions options) {
    if (!options.url.empty()) return play_at(options);
    StopSignals signals;
    Config config = std::move(options.config);
    std::filesystem::create_directories(config.data);
    config.port = free_port_from(config.host, config.port);
    std::string url = fmt::format("http://{}:{}", config.host, config.port);
    Sandboxes sandboxes(config.data, url);
    Shop shop(demo_config(config, sandboxes));
    shop.start();
    ApiClient api(shop.url());
    if (bool fresh = seed(api); fresh || options.once) {
        fmt::print("one order, from cart to delivery\n");
        std::string id = FirstOrder(api, sandboxes.toss_url(), sandboxes.carrier_url()).play();
        auto db = platform::sqlite::open_read_only(store_file_in(config.data));
        auto records = runtime::Outbox::of_correlation(*db, OrderId::parse(id)->uuid());
        fmt::print("its timeline\n{}\n", timeline_text(records, declared_registry(), false));
    }
    print_summary(shop, sandboxes);
    if (!options.once) {
        signals.wait();
        fmt::print("stopping\n");
        signals.exit_on_next();
    }
    shop.stop();
    return 0;
}

void add_demo_command(Program& program) {
    auto options = std::make_shared<DemoOptions>();
    options->config.data = "demo-data";
    Command command =
        program.command("demo", "A seeded shop with its sandboxes, and one order played through");
    add_shop_options(command, options->config);
    command.option("--port", options->config.port, "the next free one is taken")
        .variable("JANGTEO_PORT");
    command
        .option("--url", options->url,
                "play in the shop that runs there, with the sandboxes of --toss-url and "
                "--carrier-url, instead of one of its own")
        .check(public_url_problem);
    command.flag("--once", options->once, "do not stay");
    command.runs([options] { return run_demo(*options); });
}

}  // namespace jangteo::boot

#include "tests/simulation/story.hpp"

#include <fmt/format.h>

#include <charconv>

#include "tests/simulation/violation.hpp"

namespace jangteo::simulation {
namespace {

using runtime::HttpAnswer;

constexpr MarketSize plain{
    .members = 2, .sellers = 2, .products = 2, .orders = 1, .is_plain = true};

void nothing(const HttpAnswer&) {}

}  // namespace

Story::Story(Stage& stage, const StoryOptions& options)
    : world(stage, {options.seed, options.delivery}),
      provider(world),
      carrier(world),
      market(world, plain),
      shopkeepers(market, carrier),
      verdict(world, provider, carrier),
      script_(*options.script) {
    if (options.listens) world.history.listen();
    world.faults.switch_all_off();
    world.watch.prices_are_current = false;
    world.watch.on_status = [this](const contracts::OrderStatusChanged& event) { moved(event); };
    if (options.arrange) options.arrange(*this);
}

void Story::moved(const contracts::OrderStatusChanged& event) {
    for (const auto& [status, then] : hooks_) {
        if (event.to == status) world.after(milliseconds(1), then);
    }
}

void Story::run_for(Duration time) {
    bool has_come = false;
    world.after(time, [&has_come] { has_come = true; });
    while (!has_come && world.step()) {
    }
}

void Story::play() {
    run_for(seconds(1));
    script_.begin(*this);
    Duration pause = minutes(30);
    std::string left;
    for (int looks = 0; looks < 80; ++looks) {
        run_for(pause);
        left = verdict.what_is_left();
        if (left.empty()) return verdict.judge(acknowledged_);
        shopkeepers.look_around();
        if (pause < hours(24)) pause = pause * 2;
    }
    throw Violation("G4", order_id, "not at rest: " + left);
}

std::string Story::end() {
    std::string words;
    for (const auto& [id, order] : world.watch.orders()) {
        words += fmt::format("{} {} {} {}; ", codec::text_of_enum(order.status), order.total,
                             order.captured, order.refunded);
    }
    return words;
}

void Story::ask(const std::string& path, const std::string& body, const std::string& token) {
    world.ask(post(world, path, body, token), nothing);
}

void Story::order(const Wanted& wanted) {
    std::string lines;
    for (std::size_t thing : wanted.things) {
        lines += fmt::format(R"({}{{"sku_id":"{}","quantity":{}}})", lines.empty() ? "" : ",",
                             market.goods[thing].sku.text(), wanted.quantity);
    }
    const Buyer& buyer = market.buyers[0];
    std::string method = wanted.by_stored_method
                             ? fmt::format(R"(,"payment_method_id":"{}")", buyer.payment_method)
                             : "";
    std::string body = fmt::format(
        R"({{"lines":[{}],"recipient":{{"name":"김","phone":"010-0","postal_code":"04524",)"
        R"("address":"서울","note":"{}"}}{}}})",
        lines, ++orders_, method);
    auto request = post(world, "/v1/orders", body, buyer.token);
    world.ask(request, [this](const HttpAnswer& answer) {
        if (answer.status != 201) return;
        order_id = field_of(answer, "order_id");
        acknowledged_.push_back(order_id);
        auto at = answer.body.find(R"("total":{"amount":)") + 18;
        std::from_chars(answer.body.data() + at, answer.body.data() + answer.body.size(), total_);
        if (on_ordered) on_ordered();
    });
}

void Story::pay(std::string_view prefix, std::int64_t amount) {
    payment_key = fmt::format("{}{}", prefix, ++keys_);
    provider.authenticate(payment_key, *OrderId::parse(order_id), amount > 0 ? amount : total_);
    ask("/v1/payments/confirm",
        fmt::format(
            R"({{"payment_key":"{}","order_id":"{}","amount":{{"amount":{},"currency":"KRW"}}}})",
            payment_key, order_id, total_),
        market.buyers[0].token);
}

void Story::cancel(bool whole) {
    std::string lines = whole ? "" : R"(,"lines":[{"line":1,"quantity":1}])";
    ask("/v1/orders/" + order_id + "/cancel", fmt::format(R"({{"reason":"no"{}}})", lines),
        market.buyers[0].token);
}

void Story::decide(bool approves) {
    ask("/v1/seller/approvals/" + order_id + (approves ? "/approve" : "/reject"),
        approves ? "" : R"({"reason":"sold"})", market.sellers[1].token);
}

void Story::ship_by_hand() {
    const Shopkeeper& keeper = market.sellers[1];
    world.ask({.path = "/v1/seller/shipments?filter[status]=ready", .token = keeper.token},
              [this, &keeper](const HttpAnswer& answer) {
                  for (const std::string& shipment : ids_in(answer.body, "shp")) {
                      ask("/v1/seller/shipments/" + shipment + "/tracking",
                          R"({"carrier":"my.bike","tracking_number":"70001"})", keeper.token);
                  }
              });
}

void Story::arrive_by_hand(std::string_view status) {
    const Shopkeeper& keeper = market.sellers[1];
    std::string body = fmt::format(R"({{"status":"{}"}})", status);
    world.ask({.path = "/v1/seller/shipments?filter[status]=shipped", .token = keeper.token},
              [this, &keeper, body](const HttpAnswer& answer) {
                  for (const std::string& shipment : ids_in(answer.body, "shp")) {
                      ask("/v1/seller/shipments/" + shipment + "/status", body, keeper.token);
                  }
              });
}

void Story::refund(std::size_t seller, bool restocks) {
    ask("/v1/seller/orders/" + order_id + "/refunds",
        fmt::format(R"({{"reason":"damaged","lines":[{{"line":1,"quantity":1}}],"restock":{}}})",
                    restocks),
        market.sellers[seller].token);
}

void Story::receive() {
    ask("/v1/orders/" + order_id + "/confirm-receipt", "", market.buyers[0].token);
}

StoryResult play_story(Stage& stage, const StoryOptions& options) {
    StoryResult result;
    Story story(stage, options);
    try {
        story.play();
    } catch (const Violation& violation) {
        result.run.failure = Failure{violation.invariant, violation.object, violation.what()};
    }
    result.end = story.end();
    result.commits = story.world.commits_seen;
    result.run.coverage = story.world.coverage;
    result.run.coverage.runs = 1;
    result.run.told = story.world.history.told();
    return result;
}

}  // namespace jangteo::simulation

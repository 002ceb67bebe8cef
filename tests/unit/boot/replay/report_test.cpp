#include "boot/replay/report.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace jangteo::boot {
namespace {

// One order of two lines, 3 × 1,000 won and 1 × 500 won, of which one unit of the first was
// refunded; one cancellation unmatched.
struct Sample {
    std::atomic<bool> is_stopping{false};
    Plan plan;
    World world;
    ReadBack read;

    Sample() {
        plan.products = {{"10001", "CUP", 1, {0}}, {"10002", "JUG", 2, {1}}};
        plan.variants = {{0, 1000, 3}, {1, 500, 1}};
        plan.members = {"7"};
        plan.orders = {{"500001", 0, {{0, 3, 1}, {1, 1, 0}}}};
        plan.refunds = {{"C500002", 0, 1, {{0, 1, 1000}}}};
        plan.lines.total = 5;
        plan.lines.by_class[static_cast<std::size_t>(LineClass::sale)] = 2;
        plan.lines.by_class[static_cast<std::size_t>(LineClass::cancellation)] = 2;
        plan.lines.by_class[static_cast<std::size_t>(LineClass::no_price)] = 1;
        plan.unmatched_cancellations = 1;
        OrderInShop order;
        order.id = OrderId(Uuid{1});
        order.end = OrderEnd::completed;
        order.total = 3500;
        order.captured = 3500;
        order.refunded = 1000;
        order.refund_lines_done = 1;
        world.orders = {order};
        read.provider = {3500, 1000, 0, ""};
        read.stock = {4, 4, 1, 1, 0};
    }

    Report report(Decimal factor = {1, 0}) {
        auto loop = std::make_shared<platform::http::IoLoop>();
        ReplayApi api({"http://127.0.0.1:1", "nobody"}, loop, is_stopping);
        Tokens tokens(api, {});
        Desk desk{plan, world, api, api, tokens, factor, 1};
        Report made = make_report(desk, read);
        finish_report(desk, made);
        return made;
    }

    std::vector<std::string> broken(Decimal factor = {1, 0}) {
        std::vector<std::string> words;
        for (const Equation& equation : report(factor).broken) words.push_back(equation.words);
        return words;
    }
};

using Words = std::vector<std::string>;

TEST(Report, of_a_replay_that_adds_up_has_no_broken_equation) {
    Sample sample;
    EXPECT_EQ(sample.broken(), Words{});
}

TEST(Report, has_the_figures_under_their_names) {
    Sample sample;
    auto json = boost::json::parse(report_json(sample.report())).as_object();
    EXPECT_EQ(json.at("lines"),
              (boost::json::value{
                  {"total", 5}, {"sale", 2}, {"cancellation", 2}, {"skipped", {{"no_price", 1}}}}));
    EXPECT_EQ(json.at("money_krw"),
              (boost::json::value{
                  {"ordered", 3500}, {"captured", 3500}, {"refunded", 1000}, {"kept", 2500}}));
    EXPECT_EQ(json.at("refunds"),
              (boost::json::value{{"done", 1}, {"unmatched", 1}, {"of_refused", 0}}));
    for (auto name : {"orders", "provider_krw", "stock", "seconds", "orders_per_second",
                      "latency_ms", "audit"}) {
        EXPECT_TRUE(json.contains(name)) << name;
    }
}

TEST(Report, names_money_that_the_provider_does_not_know) {
    Sample sample;
    sample.read.provider.captured = 0;
    EXPECT_EQ(sample.broken(), Words{"provider: captured = the shop's captured"});
}

TEST(Report, names_a_capture_that_is_not_the_price) {
    Sample sample;
    sample.world.orders[0].captured = 3501;
    sample.read.provider.captured = 3501;
    EXPECT_EQ(sample.broken(), Words{"money: captured of the completed orders = their price"});
}

TEST(Report, names_stock_that_was_lost) {
    Sample sample;
    sample.read.stock.on_hand = 0;
    EXPECT_EQ(sample.broken(), Words{"stock: initial - deducted + restored = on hand"});
}

TEST(Report, names_stock_that_is_still_reserved) {
    Sample sample;
    sample.read.stock.reserved = 1;
    EXPECT_EQ(sample.broken(), Words{"stock: reserved = 0"});
}

TEST(Report, names_a_refund_that_was_not_done) {
    Sample sample;
    sample.world.orders[0].refund_lines_done = 0;
    EXPECT_EQ(sample.broken(),
              Words{"refunds: done + unmatched + of refused = cancellation lines"});
}

TEST(Report, allows_no_refused_order_with_all_the_stock_and_some_with_less) {
    Sample sample;
    OrderInShop& order = sample.world.orders[0];
    order = {};
    order.id = OrderId(Uuid{1});
    order.end = OrderEnd::refused;
    order.refusal = "out_of_stock";
    sample.read.provider = {};
    sample.read.stock = {4, 0, 0, 4, 0};
    EXPECT_EQ(sample.broken(), Words{"orders: refused = 0 with all the stock"});
    sample.read.stock = {2, 0, 0, 2, 0};
    EXPECT_EQ(sample.broken(Decimal{8, 1}), Words{});
    EXPECT_EQ(sample.report(Decimal{8, 1}).refunds_of_refused, 1);
}

TEST(Report, names_money_kept_of_a_refused_order) {
    Sample sample;
    OrderInShop& order = sample.world.orders[0];
    order.end = OrderEnd::refused;
    order.refusal = "out_of_stock";
    order.refund_lines_done = 0;
    sample.read.stock = {2, 0, 0, 2, 0};
    EXPECT_EQ(sample.broken(Decimal{8, 1}), Words{"money: kept of the refused orders = 0"});
}

}  // namespace
}  // namespace jangteo::boot

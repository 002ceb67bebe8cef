// What /metrics shows after things have gone well and badly; and that each metric is explained to
// whoever operates the shop.

#include <fstream>
#include <regex>
#include <set>

#include "runtime/store_metrics.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/toy_shop_test.hpp"
#include "tests/support/whole_shop.hpp"

namespace jangteo::test {
namespace {

// The value of the sample with this name and these labels; -1 when there is none.
double sample(runtime::Metrics& metrics, const std::string& name) {
    std::string text = "\n" + metrics.text();
    auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

class MetricsTest : public ToyShopTest {
  protected:
    MetricsTest() { runtime::install_store_metrics(shop.metrics, shop.store, shop.clock); }
    double value(const std::string& name) { return sample(shop.metrics, name); }
};

class LogMetricsTest : public ToyShopTest {
  protected:
    LogMetricsTest() : ToyShopTest(runtime::Delivery::log) {
        runtime::install_store_metrics(shop.metrics, shop.store, shop.clock);
    }
};

TEST_F(MetricsTest, counts_each_handler_once_for_each_message) {
    move(toy, 1);
    move(toy, 2);
    EXPECT_EQ(value("jangteo_handler_seconds_count{handler=\"command move_toy\"}"), 2);
    EXPECT_EQ(value("jangteo_handler_seconds_count{handler=\"echo on ToyMoved\"}"), 2);
    EXPECT_EQ(value("jangteo_handler_seconds_count{handler=\"end on ToyEchoed\"}"), 2);
}

TEST_F(MetricsTest, shows_open_dead_letters_by_state_and_their_retries) {
    throw_at("echo 1");
    move(toy, 1);
    shop.settle();
    EXPECT_EQ(value("jangteo_dead_letters{state=\"retrying\"}"), 1);
    shop.advance(hours(1));
    EXPECT_EQ(value("jangteo_dead_letters{state=\"parked\"}"), 1);
    EXPECT_EQ(value("jangteo_dead_letters{state=\"retrying\"}"), 0);
    EXPECT_EQ(value("jangteo_dead_letter_retries_total"), runtime::letter_attempts_max - 1);
    EXPECT_EQ(value("jangteo_dead_letters_total"), 1);
}

TEST_F(MetricsTest, shows_calls_that_wait_and_an_open_breaker) {
    toy_service.outside.respond = [](const runtime::Effect&) {
        return runtime::Outcome{runtime::OutcomeKind::not_sent, "away", ""};
    };
    ask_outside(toy, 1);
    for (int i = 0; i < 8; ++i) ask_outside(other, i);
    EXPECT_EQ(value("jangteo_breaker_open{system=\"outside\"}"), 1);
    EXPECT_GE(value("jangteo_effects_waiting{system=\"outside\"}"), 5);
    EXPECT_GE(value("jangteo_effect_retries_total"), 5);
    shop.advance(minutes(1));
    toy_service.outside.respond = nullptr;
    shop.advance(minutes(2));
    EXPECT_GE(value("jangteo_effects_in_flight{system=\"outside\"}"), 1);
    for (auto& [effect, done] : std::exchange(toy_service.outside.waiting, {})) {
        done({runtime::OutcomeKind::done, "", ""});
    }
    shop.advance(minutes(2));
    for (auto& [effect, done] : std::exchange(toy_service.outside.waiting, {})) {
        done({runtime::OutcomeKind::done, "", ""});
    }
    shop.settle();
    EXPECT_EQ(value("jangteo_breaker_open{system=\"outside\"}"), 0);
    EXPECT_EQ(value("jangteo_effects_in_flight{system=\"outside\"}"), 0);
    EXPECT_EQ(value("jangteo_effects_waiting{system=\"outside\"}"), 0);
}

TEST_F(MetricsTest, counts_commands_that_a_full_queue_refused) {
    shop.lane_options.queue_max = 1;
    shop.restart();
    auto first = begin_move(toy, 1);
    auto second = begin_move(other, 1);
    EXPECT_EQ(second->status, 503);
    EXPECT_EQ(value("jangteo_lane_refused_total"), 1);
}

TEST_F(LogMetricsTest, shows_how_old_the_oldest_undelivered_record_is) {
    move(toy, 1);
    shop.clock.set(shop.clock.now() + seconds(90));
    EXPECT_EQ(sample(shop.metrics, "jangteo_outbox_oldest_seconds"), 90);
    EXPECT_EQ(sample(shop.metrics, "jangteo_outbox_undelivered_records"), 1);
    shop.settle();
    EXPECT_EQ(sample(shop.metrics, "jangteo_outbox_oldest_seconds"), 0);
    EXPECT_EQ(sample(shop.metrics, "jangteo_outbox_undelivered_records"), 0);
}

TEST(Metrics, of_the_shop_are_all_explained_to_who_operates_it) {
    WholeShop whole;
    runtime::install_store_metrics(whole.shop.metrics, whole.shop.store, whole.shop.clock);
    std::ifstream file(from_environment("JANGTEO_SOURCE_DIR") + "/docs/operations.md");
    std::string page{std::istreambuf_iterator<char>(file), {}};
    std::string text = whole.shop.metrics.text();
    static const std::regex help("# HELP (\\S+) ");
    std::set<std::string> names;
    for (std::sregex_iterator it(text.begin(), text.end(), help), end; it != end; ++it) {
        names.insert((*it)[1]);
    }
    EXPECT_GT(names.size(), 15U);
    for (const auto& name : names) {
        EXPECT_NE(page.find("| `" + name + "` |"), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace jangteo::test

// `jangteo serve --config` with its store on a real server.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "tests/support/live_market.hpp"
#include "tests/support/store_engines.hpp"

namespace jangteo::test {
namespace {

class ServeOn : public ::testing::TestWithParam<std::string> {
  protected:
    ServeOn() {
        std::ofstream(config) << "[store]\nurl = '" << engine->url() << "'\n";
        shop.use(sandbox);
        shop.add_flags({"--config", config});
    }

    Ended run(std::vector<std::string> words) const {
        words.insert(words.end(), {"--config", config});
        return run_jangteo(words);
    }
    void expect_clean_audit() const {
        const Ended audit = run({"audit"});
        EXPECT_EQ(audit.status, 0) << audit.output;
    }
    void expect_shown(const std::string& order) const {
        const Ended story = run({"order", "show", order});
        EXPECT_EQ(story.status, 0);
        EXPECT_NE(story.output.find("PaymentCompleted"), std::string::npos) << story.output;
        EXPECT_NE(story.output.find("DeliveryStarted"), std::string::npos) << story.output;
        const Ended letters = run({"dlq", "list"});
        EXPECT_EQ(letters.output, "0 dead letters\n");
        EXPECT_EQ(run({"order", "show", "ord_06gx5hkvgr9w9gwbhwzc3vkp3g"}).status, 2);
        const Ended end = run({"outbox", "--limit", "2"});
        EXPECT_EQ(std::count(end.output.begin(), end.output.end(), '\n'), 2) << end.output;
        EXPECT_NE(end.output.find(" COMPLETED "), std::string::npos) << end.output;
    }
    double metric(const std::string& name) {
        const std::string text = "\n" + client.get("/metrics").body;
        const std::size_t at = text.find("\n" + name + " ");
        return at == std::string::npos ? NAN : std::stod(text.substr(at + name.size() + 2));
    }

    std::unique_ptr<StoreEngine> engine = make_store_engine(GetParam());
    TestFolder folder;
    std::string config = folder / "shop.toml";
    LiveShop shop{folder / "data"};
    LiveSandbox sandbox{folder / "sandbox", shop.url()};
    ShopClient client{shop.url()};
    ShopClient toss{sandbox.toss_url()};
};

TEST_P(ServeOn, an_order_goes_from_cart_to_delivery) {
    EXPECT_EQ(run({"doctor"}).status, 1) << "no table is there yet";
    EXPECT_EQ(run({"migrate"}).status, 0);
    EXPECT_EQ(run({"migrate"}).status, 0);
    const Ended doctor = run({"doctor"});
    EXPECT_EQ(doctor.status, 0) << doctor.output;

    ASSERT_TRUE(shop.start()) << shop.process().output();
    LiveMarket market(client, {});
    LiveBuyer buyer(client, toss, market.member(0));
    buyer.buy(market.sku(0), "warm up");
    const double trips = metric("jangteo_store_round_trips_total");
    const double commits = metric("jangteo_store_commits_total");
    const std::string order = buyer.buy(market.sku(0), "one");
    EXPECT_EQ(buyer.await(order, "shipping"), "shipping");
    RecordProperty("commits", std::to_string(metric("jangteo_store_commits_total") - commits));
    const double taken = metric("jangteo_store_round_trips_total") - trips;
    RecordProperty("round_trips", std::to_string(taken));
    EXPECT_LT(taken, 150);
    EXPECT_EQ(shop.stop(), 0);
    expect_clean_audit();
    expect_shown(order);

    ASSERT_TRUE(shop.start()) << shop.process().output();
    EXPECT_EQ(buyer.order(order).text("status"), "shipping");
    EXPECT_EQ(shop.stop(), 0);
}

// F5: connections cut at any moment, in commits too, while orders come in.
TEST_P(ServeOn, what_was_acknowledged_survives_lost_connections) {
    ASSERT_TRUE(shop.start()) << shop.process().output();
    LiveMarket market(client, {.products = 2, .members = 4});
    LiveCrowd crowd(client, toss, market);
    for (int cut = 0; cut < 20; ++cut) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50 + cut * 7 % 40));
        engine->cut_connections();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    crowd.stop();
    EXPECT_GT(crowd.orders(), 20U);
    EXPECT_EQ(crowd.unknown_to(client), std::vector<std::string>()) << shop.process().output();
    EXPECT_EQ(shop.stop(), 0);
    expect_clean_audit();
}

TEST(ServeWithConfig, that_is_wrong_gets_one_line_and_status_2) {
    TestFolder folder;
    const struct {
        std::string text;
        std::string words;
    } wrong[] = {
        {"port = 0\n[stoer]\nurl = ''\n", "shop.toml:3: stoer.url is not a key that is known"},
        {"[store]\nurl = 'postgres://u:hush@127.0.0.1:1/d'\n", "store.url: the store cannot be"},
        {"[store]\nurl = 'mysql://u:hush@127.0.0.1:1/d'\n", "store.url: the store cannot be"},
        {"[store]\nurl = 'mysql://u:hush@127.0.0.1'\n", "store.url: it names no database"},
        {"[store]\nurl = 'oracle://u:hush@h/d'\n", "shop.toml:2: store.url begins with neither"},
    };
    for (const auto& [text, words] : wrong) {
        const std::string config = folder / "shop.toml";
        std::ofstream(config) << text;
        const Ended ended =
            run_jangteo({"serve", "--data", folder / "data", "--port", "0", "--config", config});
        EXPECT_EQ(ended.status, 2) << ended.output;
        EXPECT_EQ(std::count(ended.output.begin(), ended.output.end(), '\n'), 1) << ended.output;
        EXPECT_NE(ended.output.find(words), std::string::npos) << ended.output;
        EXPECT_EQ(ended.output.find("hush"), std::string::npos) << ended.output;
    }
}

INSTANTIATE_TEST_SUITE_P(Servers, ServeOn, testing::Values("postgres", "mariadb"),
                         [](const testing::TestParamInfo<std::string>& engine) {
                             return engine.param;
                         });

}  // namespace
}  // namespace jangteo::test

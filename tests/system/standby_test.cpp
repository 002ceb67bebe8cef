// Two processes on one store: one writes, the other answers reads, hands on the rest, and takes
// over.

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/support/live_market.hpp"
#include "tests/support/store_engines.hpp"

namespace jangteo::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto takeover_max = std::chrono::seconds(15);

class TwoProcesses : public ::testing::TestWithParam<std::string> {
  protected:
    TwoProcesses() {
        std::ofstream(config) << "[store]\nurl = '" << engine->url() << "'\n[tokens]\nseed = '"
                              << std::string(64, 'a') << "'\n";
        for (LiveShop* shop : {&first, &second}) {
            shop->use(sandbox);
            shop->add_flags({"--config", config});
        }
    }

    void start_both() {
        ASSERT_TRUE(first.start()) << first.process().output();
        ASSERT_TRUE(second.start()) << second.process().output();
    }
    static bool writes(ShopClient& client) {
        return client.get("/metrics").body.find("\njangteo_writer 1\n") != std::string::npos;
    }
    static bool await_writer(ShopClient& client) {
        for (auto end = steady_clock::now() + takeover_max; steady_clock::now() < end;) {
            if (writes(client)) return true;
            std::this_thread::sleep_for(milliseconds(20));
        }
        return false;
    }
    void expect_clean_audit() const {
        const Ended audit = run_jangteo({"audit", "--config", config});
        EXPECT_EQ(audit.status, 0) << audit.output;
    }

    std::unique_ptr<StoreEngine> engine = make_store_engine(GetParam());
    TestFolder folder;
    std::string config = folder / "shop.toml";
    LiveShop first{folder / "first"};
    LiveShop second{folder / "second"};
    LiveSandbox sandbox{folder / "sandbox", second.url()};
    ShopClient to_first{first.url()};
    ShopClient to_second{second.url()};
    ShopClient toss{sandbox.toss_url()};
};

TEST_P(TwoProcesses, a_shop_is_the_same_through_either) {
    start_both();
    EXPECT_NE(second.process().output().find("stands by for " + first.url()), std::string::npos)
        << second.process().output();
    EXPECT_TRUE(writes(to_first));
    EXPECT_FALSE(writes(to_second));
    LiveMarket market(to_second, {});
    LiveBuyer there(to_second, toss, market.member(0));
    const std::string order = there.buy(market.sku(0), "one");
    ASSERT_NE(order, "");
    EXPECT_EQ(there.await(order, "shipping"), "shipping");
    LiveBuyer here(to_first, toss, market.member(0));
    EXPECT_EQ(here.order(order).body, there.order(order).body);
    // A key is known at both.
    const ShopAnswer again = here.place(market.sku(0), "one-place");
    EXPECT_EQ(there.place(market.sku(0), "one-place").body, again.body);
    // Bad input is refused as everywhere, and what is no route is none.
    EXPECT_EQ(to_second.post("/v1/orders", boost::json::object{}, "", "k").status, 401);
    EXPECT_EQ(to_second.get("/v1/nothing").status, 404);
    EXPECT_EQ(second.stop(), 0);
    EXPECT_EQ(first.stop(), 0);
    expect_clean_audit();
}

TEST_P(TwoProcesses, a_writer_that_leaves_is_followed_at_once) {
    start_both();
    LiveMarket market(to_second, {.products = 1, .members = 1});
    EXPECT_EQ(first.stop(), 0);
    const auto left = steady_clock::now();
    ASSERT_TRUE(await_writer(to_second));
    EXPECT_LT(steady_clock::now() - left, std::chrono::seconds(3));
    LiveBuyer buyer(to_second, toss, market.member(0));
    EXPECT_NE(buyer.buy(market.sku(0), "after"), "");
    ASSERT_TRUE(first.start());
    EXPECT_FALSE(writes(to_first));
    EXPECT_EQ(second.stop(), 0);
    ASSERT_TRUE(await_writer(to_first));
    EXPECT_EQ(first.stop(), 0);
    expect_clean_audit();
}

TEST_P(TwoProcesses, what_was_acknowledged_survives_the_writer) {
    start_both();
    LiveMarket market(to_second, {.products = 2, .members = 4});
    LiveCrowd crowd(to_second, toss, market);
    std::this_thread::sleep_for(milliseconds(500));
    first.kill();
    EXPECT_TRUE(await_writer(to_second));
    std::this_thread::sleep_for(milliseconds(500));
    crowd.stop();
    ASSERT_TRUE(first.start());
    EXPECT_FALSE(writes(to_first));
    EXPECT_GT(crowd.orders(), 20U);
    EXPECT_EQ(crowd.unknown_to(to_first), std::vector<std::string>());
    EXPECT_EQ(first.stop(), 0);
    EXPECT_EQ(second.stop(), 0);
    expect_clean_audit();
}

// F4: paused until another has taken over, and woken.
TEST_P(TwoProcesses, a_writer_that_wakes_too_late_writes_nothing_more) {
    start_both();
    LiveMarket market(to_second, {.products = 1, .members = 1});
    LiveBuyer buyer(to_second, toss, market.member(0));
    EXPECT_NE(buyer.buy(market.sku(0), "before"), "");
    first.process().send(SIGSTOP);
    ASSERT_TRUE(await_writer(to_second));
    EXPECT_NE(buyer.buy(market.sku(0), "meanwhile"), "");
    first.process().send(SIGCONT);
    EXPECT_EQ(first.process().wait(), 1);
    EXPECT_NE(first.process().output().find("the store was taken over by process " +
                                            std::to_string(second.process().pid())),
              std::string::npos)
        << first.process().output();
    EXPECT_NE(buyer.buy(market.sku(0), "after"), "");
    EXPECT_EQ(second.stop(), 0);
    expect_clean_audit();
}

INSTANTIATE_TEST_SUITE_P(Servers, TwoProcesses, testing::Values("postgres", "mariadb"),
                         [](const testing::TestParamInfo<std::string>& engine) {
                             return engine.param;
                         });

}  // namespace
}  // namespace jangteo::test

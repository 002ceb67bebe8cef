// The whole shop in this process, so that a sanitizer sees it end.

#include <gtest/gtest.h>

#include <atomic>

#include "boot/shop.hpp"
#include "tests/support/http_server_fixture.hpp"
#include "tests/support/live_market.hpp"

namespace jangteo::test {
namespace {

TEST(ShopStop, a_call_that_is_still_out_ends_before_what_it_would_tell) {
    Held held;
    std::atomic<int> calls{0};
    Server provider([&, hold = held.hold()](ExchangePtr exchange) {
        hold(std::move(exchange));
        ++calls;
    });
    const TestFolder folder;
    boot::Config config;
    config.data = folder / "shop";
    config.port = 0;
    config.log_level = "error";
    config.operator_password = operator_password;
    config.toss_url = "http://127.0.0.1:" + std::to_string(provider.http.port());
    config.stop_patience = milliseconds(50);
    {
        boot::Shop shop(config);
        shop.start();
        ShopClient client(shop.url());
        ShopClient nobody(config.toss_url);
        const LiveMarket market(client, {.products = 1, .members = 1});
        LiveBuyer buyer(client, nobody, market.member(0));
        const std::string order = buyer.place(market.sku(0), "order").text("order_id");
        EXPECT_EQ(buyer.confirm(order, "key", "confirm", market_price, 0).status, 202);
        while (calls == 0) std::this_thread::yield();
        EXPECT_FALSE(shop.stop()) << "the provider has not answered";
    }
    EXPECT_GE(calls, 1);
}

}  // namespace
}  // namespace jangteo::test

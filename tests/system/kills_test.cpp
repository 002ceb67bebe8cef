// The real program is killed, paused and stopped under load, again and again; what it has
// acknowledged is there, nothing is half done, and the provider's books say the same.
//
// JANGTEO_KILLS sets how many kills (100), JANGTEO_KILL_SEED the moments and the customers.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/support/store_facts.hpp"

namespace jangteo::test {
namespace {

constexpr int clients = 32;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size() && i < 10; ++i) text += lines[i] + "\n";
    return text;
}

class Kills : public ::testing::Test {
  protected:
    Kills()
        : seed_(number_from_environment("JANGTEO_KILL_SEED", std::random_device{}())),
          random_(seed_),
          shop_(folder_ / "shop"),
          sandbox_(folder_ / "sandbox", shop_.url()),
          client_(shop_.url()),
          toss_(sandbox_.toss_url()) {
        shop_.use(sandbox_);
    }

    void open(const MarketSize& size = {.products = 16, .members = clients}) {
        ASSERT_TRUE(shop_.start()) << shop_.process().output();
        market_ = std::make_unique<LiveMarket>(client_, size);
        load_ = std::make_unique<KillLoad>(client_, toss_, *market_, seed_);
        load_->start(clients);
    }

    void sleep_ms(std::uint64_t from, std::uint64_t to) {
        std::this_thread::sleep_for(std::chrono::milliseconds(from + random_() % (to - from)));
    }

    // The shop is not running: everything promised is in the store, and the store is whole.
    void expect_kept(const std::vector<Promise>& promises, const std::string& after) {
        EXPECT_EQ(joined(broken_promises(stored_orders(shop_.store_path()), promises)), "")
            << after << ", seed " << seed_;
        EXPECT_EQ(audit_problems(shop_.data()), "") << after << ", seed " << seed_;
    }

    // The promises of a moment that surely lies before the kill.
    void kill_and_restart() {
        const auto promises = load_->promises();
        shop_.kill();
        ++kills_;
        expect_kept(promises, "kill " + std::to_string(kills_));
        ASSERT_TRUE(shop_.start()) << "kill " << kills_ << ": " << shop_.process().output();
    }

    // Everybody finishes, everything comes to rest, and all books agree.
    void close() {
        load_->finish();
        EXPECT_EQ(joined(load_->complaints()), "") << "seed " << seed_;
        EXPECT_EQ(await_rest(client_, *market_), "") << "seed " << seed_;
        const auto promises = load_->promises();
        expect_same_answers(promises);
        EXPECT_EQ(shop_.stop(), 0) << shop_.process().output();
        expect_kept(promises, "the end");
        const StoredOrders store = stored_orders(shop_.store_path());
        // Every order was repeated until it was acknowledged: one more would be a double.
        EXPECT_EQ(store.size(), promises.size()) << "seed " << seed_;
        const ProviderBooks books = compare_books(toss_, store);
        EXPECT_EQ(joined(books.differences), "") << "seed " << seed_;
        print_figures(promises, store, books);
    }

    // The first answer again, whenever the key comes again.
    void expect_same_answers(const std::vector<Promise>& promises) {
        for (std::size_t i = 0; i < promises.size(); i += 1 + promises.size() / 100) {
            const Promise& promise = promises[i];
            LiveBuyer buyer(client_, toss_, market_->member(promise.member));
            const ShopAnswer order = buyer.order(promise.order);
            const std::string sku(order.json().at("lines").at(0).at("sku_id").as_string());
            const ShopAnswer again = buyer.place(sku, promise.key, promise.quantity);
            EXPECT_TRUE(again.replayed) << again.body;
            EXPECT_EQ(again.text("order_id"), promise.order);
        }
    }

    void print_figures(const std::vector<Promise>& promises, const StoredOrders& store,
                       const ProviderBooks& books) const {
        std::size_t paid = 0;
        std::size_t cancelled = 0;
        for (const Promise& promise : promises) {
            paid += promise.captured ? 1 : 0;
            cancelled += promise.cancelled ? 1 : 0;
        }
        fmt::print(
            "seed {}: {} kills, {} calls unanswered and repeated, {} orders acknowledged "
            "({} told paid, {} told cancelled), {} in the store, {} lost; provider captured {}, "
            "refunded {}, {} differences\n",
            seed_, kills_, load_->unanswered(), promises.size(), paid, cancelled, store.size(),
            broken_promises(store, promises).size(), books.captured, books.refunded,
            books.differences.size());
    }

    std::uint64_t seed_;
    std::mt19937_64 random_;
    TestFolder folder_;
    LiveShop shop_;
    LiveSandbox sandbox_;
    ShopClient client_;
    ShopClient toss_;
    std::unique_ptr<LiveMarket> market_;
    std::unique_ptr<KillLoad> load_;
    std::uint64_t kills_ = 0;
};

TEST_F(Kills, lose_nothing_that_was_acknowledged) {
    const auto wanted = number_from_environment("JANGTEO_KILLS", 100);
    ASSERT_NO_FATAL_FAILURE(open());
    while (kills_ < wanted && !HasFailure()) {
        sleep_ms(5, 200);
        if (random_() % 5 == 0) {  // Paused for a while, then killed soon after it wakes.
            shop_.process().send(SIGSTOP);
            sleep_ms(10, 200);
            shop_.process().send(SIGCONT);
            sleep_ms(0 + 1, 20);
        }
        ASSERT_NO_FATAL_FAILURE(kill_and_restart());
    }
    close();
}

TEST_F(Kills, lose_nothing_while_events_travel_hop_by_hop) {
    shop_.add_flags({"--delivery", "log"});
    ASSERT_NO_FATAL_FAILURE(open());
    while (kills_ < 20 && !HasFailure()) {
        sleep_ms(5, 200);
        ASSERT_NO_FATAL_FAILURE(kill_and_restart());
    }
    close();
}

TEST_F(Kills, are_harmless_while_the_shop_starts) {
    ASSERT_NO_FATAL_FAILURE(open());
    sleep_ms(200, 400);
    for (int i = 0; i < 20 && !HasFailure(); ++i) {
        const auto promises = load_->promises();
        shop_.kill();
        for (int again = 0; again < 3; ++again) {
            ChildProcess starting(
                from_environment("JANGTEO_BIN"),
                {"serve", "--data", shop_.data(), "--port", std::to_string(shop_.port()),
                 "--toss-url", sandbox_.toss_url(), "--carrier-url", sandbox_.carrier_url()});
            sleep_ms(1, 40);
            starting.send(SIGKILL);
            starting.wait();
            ++kills_;
        }
        expect_kept(promises, "start " + std::to_string(i));
        ASSERT_TRUE(shop_.start()) << shop_.process().output();
    }
    close();
}

TEST_F(Kills, a_pause_leaves_the_shop_the_only_one_on_its_folder_and_loses_nothing) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (int i = 0; i < 5 && !HasFailure(); ++i) {
        sleep_ms(50, 250);
        shop_.process().send(SIGSTOP);
        const Ended second = run_jangteo({"serve", "--data", shop_.data(), "--port", "0"});
        EXPECT_EQ(second.status, 2) << second.output;
        EXPECT_NE(second.output.find("is in use by another process"), std::string::npos);
        sleep_ms(200, 1'000);
        shop_.process().send(SIGCONT);
    }
    EXPECT_TRUE(shop_.process().running()) << shop_.process().output();
    close();
}

TEST_F(Kills, sigterm_under_load_ends_with_0_and_loses_nothing) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (int i = 0; i < 10 && !HasFailure(); ++i) {
        sleep_ms(50, 250);
        const auto promises = load_->promises();
        EXPECT_EQ(shop_.stop(), 0) << shop_.process().output();
        EXPECT_NE(shop_.process().output().find("stopping: finishing"), std::string::npos);
        EXPECT_NE(shop_.process().output().find("\nstopped"), std::string::npos);
        expect_kept(promises, "stop " + std::to_string(i));
        ASSERT_TRUE(shop_.start()) << shop_.process().output();
    }
    close();
}

TEST_F(Kills, a_second_signal_ends_the_shop_at_once_and_loses_nothing) {
    ASSERT_NO_FATAL_FAILURE(open());
    sleep_ms(100, 300);
    // Calls to the provider hang, so that the first signal has something to wait for.
    toss_.post("/__sandbox/knobs", {{"operation", "confirm"}, {"delay_ms", 20'000}});
    sleep_ms(200, 300);
    const auto promises = load_->promises();
    const auto begun = std::chrono::steady_clock::now();
    shop_.process().send(SIGTERM);
    sleep_ms(300, 301);
    ASSERT_TRUE(shop_.process().running()) << "it waits for the provider";
    shop_.process().send(SIGTERM);
    EXPECT_EQ(shop_.process().wait(), 128 + SIGTERM);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
    expect_kept(promises, "the second signal");
    toss_.call({.method = runtime::Method::del, .target = "/__sandbox/knobs"});
    ASSERT_TRUE(shop_.start()) << shop_.process().output();
    close();
}

}  // namespace
}  // namespace jangteo::test

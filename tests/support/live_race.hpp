#pragma once

// A live shop with a market for tests of races, and calls that leave at the same moment.

#include <gtest/gtest.h>

#include <barrier>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "tests/support/history.hpp"
#include "tests/support/store_facts.hpp"

namespace jangteo::test {

// Calls 0 to n - 1, each on a connection and a thread of its own, let go together.
inline std::vector<ShopAnswer> at_once(int n, const std::function<ShopAnswer(int)>& call) {
    std::vector<ShopAnswer> answers(static_cast<std::size_t>(n));
    std::barrier start(n);
    std::vector<std::jthread> threads;
    for (int i = 0; i < n; ++i) {
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            answers[static_cast<std::size_t>(i)] = call(i);
        });
    }
    threads.clear();
    return answers;
}

// What a model answers: the status, and the code of a problem.
inline std::string told(const ShopAnswer& answer) {
    const std::string code = answer.code();
    return std::to_string(answer.status) + (code.empty() ? "" : " " + code);
}

inline int count_status(const std::vector<ShopAnswer>& answers, int status) {
    int count = 0;
    for (const ShopAnswer& answer : answers) count += answer.status == status ? 1 : 0;
    return count;
}

class LiveRace : public ::testing::Test {
  protected:
    LiveRace()
        : shop_(folder_ / "shop"),
          sandbox_(folder_ / "sandbox", shop_.url()),
          client_(shop_.url(), 128),
          toss_(sandbox_.toss_url(), 128) {
        shop_.use(sandbox_);
    }

    void open(const MarketSize& size = {.products = 4, .members = 64}) {
        ASSERT_TRUE(shop_.start()) << shop_.process().output();
        market_ = std::make_unique<LiveMarket>(client_, size);
    }

    LiveBuyer buyer(std::size_t member) { return {client_, toss_, market_->member(member)}; }

    std::string key(std::string_view name) { return std::string(name) + std::to_string(++keys_); }

    // Everything rests, the audit finds nothing, and the provider's books are the store's.
    void close() {
        EXPECT_EQ(await_rest(client_, *market_), "");
        EXPECT_EQ(shop_.stop(), 0) << shop_.process().output();
        EXPECT_EQ(audit_problems(shop_.data()), "");
        const ProviderBooks books = compare_books(toss_, stored_orders(shop_.store_path()));
        for (const std::string& difference : books.differences) ADD_FAILURE() << difference;
    }

    TestFolder folder_;
    LiveShop shop_;
    LiveSandbox sandbox_;
    ShopClient client_;
    ShopClient toss_;
    std::unique_ptr<LiveMarket> market_;
    int keys_ = 0;
};

}  // namespace jangteo::test

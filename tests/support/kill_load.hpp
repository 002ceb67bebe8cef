#pragma once

// Customers that do not give up: each plays whole orders and repeats what was not answered with the
// same key, as an honest client does while the shop is killed and started again. What the shop
// has acknowledged is written down, so that it can be held to it.

#include <atomic>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/live_market.hpp"

namespace jangteo::test {

// One order that was acknowledged, and what of it.
struct Promise {
    std::size_t member = 0;
    std::string key;
    std::string order;
    int quantity = 1;
    bool captured = false;   // told that the money was taken
    bool cancelled = false;  // told that it is being cancelled
    int refunded_units = 0;  // told that these are being refunded
};

class KillLoad {
  public:
    KillLoad(ShopClient& shop, ShopClient& toss, const LiveMarket& market, std::uint64_t seed);
    ~KillLoad() { finish(); }

    void start(int clients);
    // Lets everybody finish the order that is under way.
    void finish();

    std::vector<Promise> promises() const;
    std::uint64_t unanswered() const { return unanswered_; }
    // Answers that no customer should get; empty when all is well.
    std::vector<std::string> complaints() const;

  private:
    void run(std::size_t client);
    void play(LiveBuyer& buyer, std::size_t index, std::mt19937_64& random);
    void pay(LiveBuyer& buyer, std::size_t index);
    void refund(std::size_t index);
    template <class Call>
    ShopAnswer insist(Call&& call);
    std::size_t add(Promise promise);
    Promise at(std::size_t index) const;
    template <class Change>
    void change(std::size_t index, Change&& change);
    void complain(std::string_view doing, const ShopAnswer& answer);

    ShopClient& shop_;
    ShopClient& toss_;
    const LiveMarket& market_;
    std::uint64_t seed_;
    std::atomic<bool> finishing_{false};
    std::atomic<std::uint64_t> unanswered_{0};
    mutable std::mutex mutex_;
    std::vector<Promise> promises_;
    std::vector<std::string> complaints_;
    std::vector<std::thread> threads_;
};

}  // namespace jangteo::test

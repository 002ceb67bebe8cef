#pragma once

// A small market in a live shop: one seller, some products with stock, some members, everybody with
// a token (good for fifteen minutes, also after restarts). What a buyer does is one call each.

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/live_shop.hpp"

namespace jangteo::test {

struct MarketSize {
    int products = 4;
    std::int64_t stock = 1'000'000;  // of each product
    int members = 4;
    std::string approval = "";  // "manual": the seller decides about every order
};

inline constexpr std::int64_t market_price = 12'000;

class LiveMarket {
  public:
    // Sets the market up in a shop that serves.
    LiveMarket(ShopClient& shop, const MarketSize& size);

    const std::string& operator_token() const { return operator_token_; }
    const std::string& seller_token() const { return seller_token_; }
    const std::string& member(std::size_t n) const { return members_[n % members_.size()]; }
    const std::string& sku(std::size_t n) const { return skus_[n % skus_.size()]; }
    const std::string& product(std::size_t n) const { return products_[n % products_.size()]; }
    std::size_t products() const { return skus_.size(); }

    // One unit, or more, of a product.
    static std::string order_body(const std::string& sku, int quantity = 1);

  private:
    boost::json::object made(std::string_view what, const ShopAnswer& answer) const;
    std::string acting(const std::string& member, const std::string& enterprise);
    std::string new_member(const std::string& email);
    void open_seller(const MarketSize& size);
    void list_products(const MarketSize& size);

    ShopClient& shop_;
    std::string operator_token_;
    std::string seller_token_;
    std::vector<std::string> members_;
    std::vector<std::string> products_;
    std::vector<std::string> skus_;
};

// An order as its buyer drives it: placed, authorised in the provider's window, confirmed.
class LiveBuyer {
  public:
    LiveBuyer(ShopClient& shop, ShopClient& toss, std::string token)
        : shop_(shop), toss_(toss), token_(std::move(token)) {}

    ShopAnswer place(const std::string& sku, const std::string& key, int quantity = 1,
                     int wait_seconds = 5);
    // What the provider's window leaves behind: a payment key, or "".
    std::string authorise(const std::string& order, std::int64_t amount = market_price);
    ShopAnswer confirm(const std::string& order, const std::string& payment_key,
                       const std::string& key, std::int64_t amount = market_price,
                       int wait_seconds = 5);
    ShopAnswer cancel(const std::string& order, const std::string& key);
    ShopAnswer order(const std::string& order);

    // All three steps and the order's id; "" when one of them failed.
    std::string buy(const std::string& sku, const std::string& key);
    // Waits until the order has this status; what it has at the end.
    std::string await(const std::string& order, std::string_view status);

  private:
    ShopClient& shop_;
    ShopClient& toss_;
    std::string token_;
};

// Members who place one order after the other, each on a thread of its own, until stop().
class LiveCrowd {
  public:
    // All but the threads is borrowed.
    LiveCrowd(ShopClient& shop, ShopClient& toss, const LiveMarket& market);
    ~LiveCrowd() { stop(); }
    LiveCrowd(const LiveCrowd&) = delete;
    LiveCrowd& operator=(const LiveCrowd&) = delete;

    void stop();
    // How many orders were acknowledged; after stop().
    std::size_t orders() const;
    // Those of them that this shop does not know.
    std::vector<std::string> unknown_to(ShopClient& shop) const;

  private:
    static constexpr std::size_t buyers = 4;

    void buy(std::size_t buyer);

    ShopClient& shop_;
    ShopClient& toss_;
    const LiveMarket& market_;
    std::atomic<bool> ends_{false};
    std::array<std::vector<std::string>, buyers> acknowledged_;
    std::vector<std::thread> threads_;
};

}  // namespace jangteo::test

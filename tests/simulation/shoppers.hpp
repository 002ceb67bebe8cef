#pragma once

// Shoppers: the buyers of a run. Each purchase is a small life of its own: ordered (from a list or
// a cart), paid in one of several ways or not at all, perhaps cancelled in whole or in part,
// received.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/market.hpp"
#include "tests/simulation/provider.hpp"

namespace jangteo::simulation {

enum class PayingBy { card, account, stored_method, nothing };

struct Purchase {
    std::int64_t number = 0;
    std::size_t buyer = 0;
    PayingBy by = PayingBy::card;
    std::vector<std::pair<SkuId, std::int64_t>> lines;
    std::string order;  // the text of its id, once it is known
    std::int64_t total = 0;
    int keys = 0;  // payment keys used
};

class Shoppers {
  public:
    Shoppers(Market& market, Provider& provider);

    // Plans all purchases over the next hours.
    void plan(Duration within);
    void on_status(const contracts::OrderStatusChanged& event);

    // Orders that a buyer has been told of (D1), and which purchase each is of.
    const std::vector<std::string>& acknowledged() const { return acknowledged_; }

  private:
    void begin(Purchase& purchase);
    void fill_cart(Purchase& purchase, std::size_t next);
    void order(Purchase& purchase, bool from_cart);
    void ordered(Purchase& purchase, const runtime::HttpAnswer& answer);
    void prepare_payment(Purchase& purchase, int tries);
    void authenticate(Purchase& purchase);
    void confirm(Purchase& purchase, const std::string& payment_key);
    void look_after_payment(Purchase& purchase);
    void maybe_cancel(Purchase& purchase);
    void cancel(Purchase& purchase, bool whole);
    const std::string& token_of(const Purchase& purchase) const {
        return market_.buyers[purchase.buyer].token;
    }

    Market& market_;
    World& world_;
    Provider& provider_;
    std::vector<std::unique_ptr<Purchase>> purchases_;
    std::vector<std::string> acknowledged_;
};

}  // namespace jangteo::simulation

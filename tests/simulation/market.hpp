#pragma once

// Market: who buys and sells in a run, and with what: made through the real routes before anything
// goes wrong. Stock is scarce on purpose.

#include <string>
#include <vector>

#include "tests/simulation/world.hpp"

namespace jangteo::simulation {

struct MarketSize {
    std::int64_t members = 5;
    std::int64_t sellers = 3;
    std::int64_t products = 5;
    std::int64_t orders = 52;
    // For stories: the first seller leaves everything to the shop, the second does all by hand, and
    // there are five of each thing.
    bool is_plain = false;
};

struct Buyer {
    MemberId id;
    std::string token;
    std::string payment_method;  // the text of its id, once there is one
    bool is_at_the_cart = false;
};

struct Shopkeeper {
    EnterpriseId id;
    std::string token;
    std::string staff_token;
    bool decides_by_hand = false;
    bool ships_by_hand = false;
    std::string carrier;  // when shipping by hand
};

struct Goods {
    SkuId sku;
    std::string product;
    std::size_t seller = 0;
    std::int64_t price = 0;
};

class Market {
  public:
    Market(World& world, const MarketSize& size);

    World& world;
    MarketSize size;
    std::string operator_token;
    std::vector<Buyer> buyers;
    std::vector<Shopkeeper> sellers;
    std::vector<Goods> goods;

    std::size_t seller_of(const EnterpriseId& id) const;
    Chance& chance() { return world.chance; }

  private:
    void open();
    void register_buyer(std::int64_t number);
    void open_shop(std::int64_t number);
    void list_product(std::int64_t number, const std::string& category);
    void fill_shelves();
    std::string token_of(const runtime::Principal& principal);
    runtime::HttpAnswer must(const Request& request);
};

// A request with an idempotency key.
Request post(World& world, std::string path, std::string body, const std::string& token);

}  // namespace jangteo::simulation

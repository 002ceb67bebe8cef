#pragma once

// Shopkeepers: the sellers and the operator of a run: they approve, reject, ship by hand, refund,
// change prices and texts, restock; the operator looks after what waits for somebody.

#include <set>
#include <string>

#include "tests/simulation/carrier.hpp"
#include "tests/simulation/market.hpp"

namespace jangteo::simulation {

class Shopkeepers {
  public:
    Shopkeepers(Market& market, Carrier& carrier);

    // Prices, stock and texts change over the next hours.
    void plan(Duration within);
    void on_status(const contracts::OrderStatusChanged& event);
    void on_started(const contracts::DeliveryStarted& event);

    // What waits for somebody: called now and then, and until all is done at the end.
    void look_around();

  private:
    void decide(std::size_t seller, const std::string& order);
    void decide_all_that_wait(std::size_t seller);
    void ship_all_that_wait(std::size_t seller);
    void ship(std::size_t seller, const std::string& shipment);
    void move_by_hand(std::size_t seller, const std::string& shipment);
    void deliver_all_that_travel(std::size_t seller);
    void refund(std::size_t seller, const std::string& order);
    void change_price(std::size_t thing);
    void restock(std::size_t thing);
    void edit_together(std::size_t thing);
    void ask_about_payments();
    void replay_letters();
    void look_after_parcels();

    Market& market_;
    World& world_;
    Carrier& carrier_;
    int numbers_ = 0;
};

// Each id of a kind in a list: its texts, once each.
std::set<std::string> ids_in(const std::string& body, std::string_view prefix);

}  // namespace jangteo::simulation

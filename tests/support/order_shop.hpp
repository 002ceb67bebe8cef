#pragma once

// OrderShop: the order service alone. Inventory, payment and the sellers are stand-ins that answer
// its events; delivery, the provider and the catalog are played by the test.

#include <boost/json.hpp>

#include <string>
#include <vector>

#include "order/order_module.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

struct Wanted {
    SkuId sku;
    std::int64_t quantity = 1;
};

class OrderShop {
  public:
    explicit OrderShop(runtime::Delivery delivery = runtime::Delivery::local);

    TestShop shop;
    order::OrderModule module{{}, shop.watches};

    // What the stand-ins do.
    bool has_stock = true;        // else StockRejected
    bool sellers_approve = true;  // else they are silent
    bool undoes = true;           // else money and stock stay where they are

    const MemberId member = shop.new_id<MemberId>();
    const std::string token = shop.as_member(member);
    const std::string operator_token = shop.as_operator(shop.new_id<MemberId>());
    const EnterpriseId farm = shop.new_id<EnterpriseId>();
    const EnterpriseId joiner = shop.new_id<EnterpriseId>();
    const std::string farmer = shop.as_seller(shop.new_id<MemberId>(), farm);
    SkuId apple;  // of the farm, 1,000 won
    SkuId pear;   // of the farm, 500 won
    SkuId chair;  // of the joiner, 2,000 won

    SkuId offer(const EnterpriseId& seller, const std::string& name, Money price);

    HttpAnswer get(const std::string& target, const std::string& as);
    HttpAnswer post(const std::string& target, const std::string& body, const std::string& as,
                    CallOptions options = {});
    static std::string order_body(const std::vector<Wanted>& wanted);
    HttpAnswer try_order(const std::vector<Wanted>& wanted, CallOptions options = {});
    // Two apples, a pear and three chairs: 8,500 won.
    OrderId order();
    OrderId paid_order();

    void pay(const OrderId& order);
    void start_shipment(const OrderId& order, const EnterpriseId& seller);
    void deliver(const OrderId& order, const EnterpriseId& seller);
    void decide(const OrderId& order, const EnterpriseId& seller, bool approved);

    boost::json::value view(const OrderId& order);
    std::string status(const OrderId& order);
    std::string path(const OrderId& order, const std::string& rest = "");

  private:
    void install_stand_ins();

    std::map<OrderId, Money> totals_;
    std::map<OrderId, Money> captured_;  // and not given back
};

std::string code_of(const HttpAnswer& answer);

}  // namespace jangteo::test

#pragma once

// WholeShop: every service on one TestShop, with a member, a seller, an operator, a product in
// stock and orders to speak of. Providers and carriers never answer.

#include <map>
#include <string>

#include "catalog/catalog_module.hpp"
#include "delivery/delivery_module.hpp"
#include "inventory/inventory_module.hpp"
#include "member/member_module.hpp"
#include "order/order_module.hpp"
#include "payment/payment_module.hpp"
#include "seller/seller_module.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

class WholeShop {
  public:
    WholeShop();

    // What a request may speak of, by the name that routes give it ("order_id", "slug"), and the
    // tokens of "buyer", "seller" and "operator".
    const std::map<std::string, std::string, std::less<>>& names() const { return names_; }

    TestShop shop;
    StubExecutor provider;
    StubExecutor booking;
    StubExecutor tracking;

  private:
    std::string post(const std::string& target, const std::string& body, const std::string& token,
                     std::string_view wanted);
    void install();
    void open_for_business();
    void stock_the_shelf();
    void take_orders();

    member::MemberModule member_;
    seller::SellerModule seller_;
    catalog::CatalogModule catalog_;
    inventory::InventoryModule inventory_;
    order::OrderModule order_;
    payment::PaymentModule payment_;
    delivery::DeliveryModule delivery_;
    std::map<std::string, std::string, std::less<>> names_;
};

}  // namespace jangteo::test

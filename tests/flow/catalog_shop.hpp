#pragma once

// A shop of catalog and inventory alone: sellers list and stock, the other services' events are
// published by the test.

#include <boost/json.hpp>

#include <string>

#include "catalog/catalog_module.hpp"
#include "contracts/catalog/events.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/seller/events.hpp"
#include "inventory/inventory_module.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

struct Sku {
    ProductId product;
    SkuId id;
};

class CatalogShop : public TestShop {
  public:
    explicit CatalogShop(runtime::Delivery delivery = runtime::Delivery::local);

    catalog::CatalogModule catalog;
    inventory::InventoryModule inventory;

    EnterpriseId seller;
    EnterpriseId other_seller;
    std::string seller_token;
    std::string other_token;
    std::string operator_token;
    CategoryId category;  // slug "goods", under "all"

    // Answers a category's id.
    CategoryId add_category(const std::string& slug, std::optional<CategoryId> parent = {});
    // An active product of `seller` with one variant at this price (KRW).
    Sku add_product(const std::string& name, std::int64_t price, CategoryId in,
                    const std::string& token);
    Sku add_product(const std::string& name, std::int64_t price) {
        return add_product(name, price, category, seller_token);
    }
    void restock(const Sku& sku, std::int64_t quantity);

    // Events of the order service.
    struct Line {
        Sku sku;
        std::int64_t quantity;
        EnterpriseId seller = {};  // nil: `seller`
    };
    OrderId order(const std::vector<Line>& lines, std::int64_t unit_price = 1'000);
    void order_as(const OrderId& order, const std::vector<Line>& lines,
                  std::int64_t unit_price = 1'000);
    void set_status(const OrderId& order, contracts::OrderStatus to,
                    std::vector<EnterpriseId> approved = {});
    struct Cancelled {
        std::int64_t line;
        std::int64_t quantity;
    };
    CancellationId cancel(const OrderId& order, const std::vector<Cancelled>& lines,
                          bool restock = true);
    void publish_cancellation(const OrderId& order, const CancellationId& id,
                              const std::vector<Cancelled>& lines, bool restock);

    boost::json::object stock(const Sku& sku);

  private:
    std::int64_t next_code_ = 0;
    std::map<OrderId, std::int64_t> versions_;
};

boost::json::value json_body(const HttpAnswer& answer);
// The stable code of a problem.
std::string problem_code(const HttpAnswer& answer);
template <class IdType>
IdType id_in(const boost::json::value& body, std::string_view member) {
    return *IdType::parse(std::string_view(body.at(member).as_string()));
}

}  // namespace jangteo::test

#pragma once

// What the order's use cases need of a store. Each call is inside the caller's transaction.

#include <optional>
#include <vector>

#include "order/domain/cart.hpp"
#include "order/domain/offer.hpp"
#include "order/domain/order.hpp"
#include "runtime/sql.hpp"

namespace jangteo::order {

class Orders {
  public:
    virtual ~Orders() = default;
    virtual std::optional<Order> find(sql::Connection& db, const OrderId& id) const = 0;
    // The lines of an order that exists; they never change.
    virtual std::vector<Line> lines(sql::Connection& db, const OrderId& id) const = 0;
    virtual void add(sql::Connection& db, Order& order, std::vector<Line> lines) const = 0;
    // Fault{retry_now} when somebody else changed it since it was found.
    virtual void save(sql::Connection& db, Order& order) const = 0;
};

class Offers {
  public:
    virtual ~Offers() = default;
    virtual std::optional<Offer> find(sql::Connection& db, const SkuId& sku) const = 0;
    // Adds or replaces.
    virtual void put(sql::Connection& db, const Offer& offer) const = 0;
    virtual void block_enterprise(sql::Connection& db, const EnterpriseId& enterprise,
                                  bool blocked) const = 0;
    virtual bool is_blocked(sql::Connection& db, const EnterpriseId& enterprise) const = 0;
};

class Carts {
  public:
    virtual ~Carts() = default;
    virtual std::optional<Cart> find(sql::Connection& db, const CartId& id) const = 0;
    // Adds or saves; an empty cart is erased.
    virtual void put(sql::Connection& db, Cart& cart) const = 0;
};

// Who may not buy. Members are unknown to this service until they are disabled.
class Buyers {
  public:
    virtual ~Buyers() = default;
    virtual void disable(sql::Connection& db, const MemberId& member) const = 0;
    virtual bool is_disabled(sql::Connection& db, const MemberId& member) const = 0;
};

}  // namespace jangteo::order

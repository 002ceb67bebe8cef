#pragma once

// Routes of carts: a member's by login, a guest's by token.

#include "order/app/change_cart.hpp"
#include "runtime/registry.hpp"

namespace jangteo::order {

class HttpCarts {
  public:
    HttpCarts(const ChangeCartHandler& change, const Carts& carts, const Offers& offers)
        : change_(change), carts_(carts), offers_(offers) {}

    void install(runtime::Routes& routes);

  private:
    void install_whole(runtime::Routes& routes);
    void install_lines(runtime::Routes& routes);
    runtime::HttpAnswer show(sql::Connection& db, const CartId& id, bool guest) const;

    const ChangeCartHandler& change_;
    const Carts& carts_;
    const Offers& offers_;
};

}  // namespace jangteo::order

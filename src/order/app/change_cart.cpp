#include "order/app/change_cart.hpp"

namespace jangteo::order {
namespace {

Cart found_or_new(const Carts& carts, sql::Connection& db, const CartId& id) {
    auto cart = carts.find(db, id);
    return cart ? std::move(*cart) : Cart{id, 0, {}};
}

}  // namespace

std::expected<void, CartRejection> ChangeCartHandler::handle(runtime::Transaction& tx,
                                                             const PutCartLine& command) const {
    Cart cart = found_or_new(carts_, tx.db(), command.cart);
    if (auto put = cart.put(command.sku, command.quantity); !put) return put;
    if (cart.version != 0 || !cart.lines.empty()) carts_.put(tx.db(), cart);
    return {};
}

void ChangeCartHandler::handle(runtime::Transaction& tx, const MergeCart& command) const {
    auto id = guest_cart(command.guest);
    auto guest = id ? carts_.find(tx.db(), *id) : std::nullopt;
    if (!guest) return;
    Cart cart = found_or_new(carts_, tx.db(), member_cart(command.member));
    cart.merge(*guest);
    carts_.put(tx.db(), cart);
    guest->lines.clear();
    carts_.put(tx.db(), *guest);
}

void ChangeCartHandler::empty(runtime::Transaction& tx, const CartId& id) const {
    auto cart = carts_.find(tx.db(), id);
    if (!cart) return;
    cart->lines.clear();
    carts_.put(tx.db(), *cart);
}

}  // namespace jangteo::order

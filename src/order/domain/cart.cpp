#include "order/domain/cart.hpp"

#include <algorithm>

namespace jangteo::order {

CartId member_cart(const MemberId& member) {
    Uuid uuid = member.uuid();
    uuid[6] = static_cast<std::uint8_t>(0x80 | (uuid[6] & 0x0f));
    return CartId(uuid);
}

std::optional<CartId> guest_cart(const CartId& shown) {
    if (shown.uuid()[6] >> 4 != 7) return std::nullopt;
    return shown;
}

std::expected<void, CartRejection> Cart::put(const SkuId& sku, std::int64_t quantity) {
    if (quantity < 0 || quantity > cart_quantity_max)
        return std::unexpected(CartRejection::quantity_out_of_range);
    auto found =
        std::find_if(lines.begin(), lines.end(), [&](const CartLine& l) { return l.sku == sku; });
    if (quantity == 0) {
        if (found != lines.end()) lines.erase(found);
        return {};
    }
    if (found != lines.end()) {
        found->quantity = quantity;
        return {};
    }
    if (lines.size() >= cart_lines_max) return std::unexpected(CartRejection::too_many_lines);
    lines.push_back({sku, quantity});
    return {};
}

void Cart::merge(const Cart& guest) {
    for (const CartLine& theirs : guest.lines) {
        auto ours = std::find_if(lines.begin(), lines.end(),
                                 [&](const CartLine& l) { return l.sku == theirs.sku; });
        if (ours != lines.end()) {
            ours->quantity = std::min(ours->quantity + theirs.quantity, cart_quantity_max);
        } else if (lines.size() < cart_lines_max) {
            lines.push_back(theirs);
        }
    }
}

}  // namespace jangteo::order

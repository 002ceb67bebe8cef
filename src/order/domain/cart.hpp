#pragma once

// Cart: what somebody means to buy: stock units and quantities, no prices. A guest's cart id is the
// guest's secret; a member's cart is found by the member's id, which is no secret, so the two kinds
// of ids never meet: guests' are of UUID version 7, members' of version 8.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "kernel/id.hpp"

namespace jangteo::order {

inline constexpr std::size_t cart_lines_max = 500;
inline constexpr std::int64_t cart_quantity_max = 1'000'000;

CartId member_cart(const MemberId& member);
// A token that a guest has shown, or nothing when it cannot be a guest's.
std::optional<CartId> guest_cart(const CartId& shown);

struct CartLine {
    SkuId sku;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(CartLine, (), (sku, quantity))

enum class CartRejection { too_many_lines, quantity_out_of_range };
BOOST_DESCRIBE_ENUM(CartRejection, too_many_lines, quantity_out_of_range)

struct Cart {
    CartId id;
    std::int64_t version = 0;
    std::vector<CartLine> lines;

    // Quantity 0 takes the line away.
    std::expected<void, CartRejection> put(const SkuId& sku, std::int64_t quantity);
    // Adds a guest's lines; quantities of the same unit add up, to the limit.
    void merge(const Cart& guest);
};
BOOST_DESCRIBE_STRUCT(Cart, (), (id, lines))

}  // namespace jangteo::order

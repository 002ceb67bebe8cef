#pragma once

// HTTP bodies of carts. A guest's cart is known by its token, sent as x-guest-token.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"

namespace jangteo::contracts {

struct PutCartLineRequest {
    Int<0, 1'000'000> quantity;  // 0 takes the line away
};
BOOST_DESCRIBE_STRUCT(PutCartLineRequest, (), (quantity))

struct MergeCartRequest {
    CartId guest_token;
};
BOOST_DESCRIBE_STRUCT(MergeCartRequest, (), (guest_token))

struct CartLineView {
    SkuId sku_id;
    std::int64_t quantity = 0;
    bool for_sale = false;
    std::optional<std::string> name_ko;
    std::optional<std::string> name_en;
    std::optional<Money> unit_price;  // now; the order freezes its own
    std::optional<Money> amount;
};
BOOST_DESCRIBE_STRUCT(CartLineView, (),
                      (sku_id, quantity, for_sale, name_ko, name_en, unit_price, amount))

struct CartView {
    std::optional<CartId> guest_token;
    std::vector<CartLineView> lines;
    std::optional<Money> total;  // of the lines for sale, when they share a currency
};
BOOST_DESCRIBE_STRUCT(CartView, (), (guest_token, lines, total))

}  // namespace jangteo::contracts

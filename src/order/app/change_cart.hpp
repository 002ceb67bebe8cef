#pragma once

// ChangeCart: put, empty and merge carts.

#include <expected>

#include "order/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::order {

struct PutCartLine {
    CartId cart;
    SkuId sku;
    std::int64_t quantity = 0;
};

struct MergeCart {
    CartId guest;
    MemberId member;
};

class ChangeCartHandler {
  public:
    explicit ChangeCartHandler(const Carts& carts) : carts_(carts) {}

    std::expected<void, CartRejection> handle(runtime::Transaction& tx,
                                              const PutCartLine& command) const;
    // The guest's cart is gone afterwards; merging it again changes nothing.
    void handle(runtime::Transaction& tx, const MergeCart& command) const;
    void empty(runtime::Transaction& tx, const CartId& cart) const;

  private:
    const Carts& carts_;
};

}  // namespace jangteo::order

#pragma once

// CreateOrder: from chosen stock units to a priced order that waits for its stock.

#include <expected>

#include "order/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::order {

struct WantedLine {
    SkuId sku;
    std::int64_t quantity = 0;
};

struct CreateOrder {
    MemberId member;
    std::vector<WantedLine> lines;  // empty with `from_cart`
    bool from_cart = false;
    Address recipient;
    std::optional<PaymentMethodId> payment_method;
};

enum class CreateOrderRejection {
    buyer_disabled,
    cart_is_empty,
    not_for_sale,  // unknown, inactive, or its seller may not sell
    too_many_lines,
    quantity_out_of_range,
    total_too_large,
    currencies_differ,
};
BOOST_DESCRIBE_ENUM(CreateOrderRejection, buyer_disabled, cart_is_empty, not_for_sale,
                    too_many_lines, quantity_out_of_range, total_too_large, currencies_differ)

struct CreateOrderRefused {
    CreateOrderRejection why;
    std::int64_t line = -1;  // index of the wanted line, or -1
};

class CreateOrderHandler {
  public:
    CreateOrderHandler(const Orders& orders, const Offers& offers, const Carts& carts,
                       const Buyers& buyers, Duration payment_period)
        : orders_(orders),
          offers_(offers),
          carts_(carts),
          buyers_(buyers),
          payment_period_(payment_period) {}

    std::expected<Order, CreateOrderRefused> handle(runtime::Transaction& tx,
                                                    const CreateOrder& command) const;

  private:
    std::expected<std::vector<Line>, CreateOrderRefused> price(
        sql::Connection& db, const std::vector<WantedLine>& wanted, Currency& currency) const;
    void publish(runtime::Transaction& tx, const Order& order, const std::vector<Line>& lines,
                 const std::optional<PaymentMethodId>& method) const;

    const Orders& orders_;
    const Offers& offers_;
    const Carts& carts_;
    const Buyers& buyers_;
    Duration payment_period_;
};

}  // namespace jangteo::order

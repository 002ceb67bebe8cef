#pragma once

// ProcessPayment, second half: the order holds its stock, so the money may be taken; from a stored
// payment method, at once.

#include "contracts/order/events.hpp"
#include "payment/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

class OnOrderStatusChanged {
  public:
    OnOrderStatusChanged(const Payments& payments, const PaymentMethods& methods)
        : payments_(payments), methods_(methods) {}
    void handle(runtime::Transaction& tx, const contracts::OrderStatusChanged& event) const;

  private:
    const Payments& payments_;
    const PaymentMethods& methods_;
};

}  // namespace jangteo::payment

#pragma once

// ProcessPayment, first half: every order has its payment from the start.

#include "contracts/order/events.hpp"
#include "payment/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

class OnOrderCreated {
  public:
    explicit OnOrderCreated(const Payments& payments) : payments_(payments) {}
    void handle(runtime::Transaction& tx, const contracts::OrderCreated& event) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment

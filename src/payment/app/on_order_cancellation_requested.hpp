#pragma once

// CancelPayment: gives back what was captured, voids what was not.

#include "contracts/order/events.hpp"
#include "payment/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

class OnOrderCancellationRequested {
  public:
    explicit OnOrderCancellationRequested(const Payments& payments) : payments_(payments) {}
    void handle(runtime::Transaction& tx, const contracts::OrderCancellationRequested& event) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment

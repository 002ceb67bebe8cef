#pragma once

// Payments as their owners and as operators see them.

#include "contracts/payment/payments.hpp"
#include "payment/domain/payment.hpp"

namespace jangteo::payment {

contracts::PaymentView view_of(const Payment& payment);
contracts::PaymentRecord record_of(const Payment& payment);

}  // namespace jangteo::payment

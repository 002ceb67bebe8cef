#pragma once

// ConfirmPayment: the buyer is back from the provider with a payment key. What it carries is
// compared with the order, never taken over; then the provider is asked to capture.

#include <expected>

#include "payment/app/ports.hpp"
#include "payment/domain/payment.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

struct ConfirmPayment {
    MemberId member_id;  // who asks
    OrderId order_id;
    std::string payment_key;
    Money amount;
};

enum class ConfirmPaymentRejection {
    payment_not_found,  // also another member's
    amount_mismatch,
    stock_not_held,
    deadline_passed,
    other_attempt_open,
    already_paid,
    payment_voided,
};
BOOST_DESCRIBE_ENUM(ConfirmPaymentRejection, payment_not_found, amount_mismatch, stock_not_held,
                    deadline_passed, other_attempt_open, already_paid, payment_voided)

class ConfirmPaymentHandler {
  public:
    explicit ConfirmPaymentHandler(const Payments& payments) : payments_(payments) {}
    std::expected<Payment, ConfirmPaymentRejection> handle(runtime::Transaction& tx,
                                                           const ConfirmPayment& command) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment

#pragma once

// AskPaymentAgain: an operator has the provider asked again about a payment that asking had given
// up on. Also the payment's timers: when asking ends, and when a virtual account's due date has
// passed.

#include <expected>

#include "payment/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

struct AskPaymentAgain {
    PaymentId payment_id;
};

enum class AskPaymentAgainRejection { payment_not_found, nothing_escalated };
BOOST_DESCRIBE_ENUM(AskPaymentAgainRejection, payment_not_found, nothing_escalated)

class AskPaymentAgainHandler {
  public:
    explicit AskPaymentAgainHandler(const Payments& payments) : payments_(payments) {}
    std::expected<Payment, AskPaymentAgainRejection> handle(runtime::Transaction& tx,
                                                            const AskPaymentAgain& command) const;

    void on_asking_limit(runtime::Transaction& tx, const PaymentId& id) const;
    void on_deposit_check(runtime::Transaction& tx, const PaymentId& id) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment

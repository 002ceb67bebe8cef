#pragma once

// PreparePayment: what the browser needs to open the provider's window for an order.

#include <expected>

#include "payment/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

struct PreparePayment {
    MemberId member_id;
    OrderId order_id;
};

enum class PreparePaymentRejection { payment_not_found, not_payable };
BOOST_DESCRIBE_ENUM(PreparePaymentRejection, payment_not_found, not_payable)

struct Preparation {
    Payment payment;
    std::string customer_key;
};

class PreparePaymentHandler {
  public:
    PreparePaymentHandler(const Payments& payments, const PaymentMethods& methods)
        : payments_(payments), methods_(methods) {}
    std::expected<Preparation, PreparePaymentRejection> handle(runtime::Transaction& tx,
                                                               const PreparePayment& command) const;

  private:
    const Payments& payments_;
    const PaymentMethods& methods_;
};

// The member's name at the provider, made on first use.
std::string customer_key_of(runtime::Transaction& tx, const PaymentMethods& methods,
                            const MemberId& member);

}  // namespace jangteo::payment

#pragma once

// SetRefundAccount: where the money of a virtual account goes back to. The provider wants it with
// the refund.

#include <expected>

#include "payment/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

struct SetRefundAccount {
    MemberId member_id;
    PaymentId payment_id;
    RefundAccount account;
};

enum class SetRefundAccountRejection { payment_not_found };
BOOST_DESCRIBE_ENUM(SetRefundAccountRejection, payment_not_found)

class SetRefundAccountHandler {
  public:
    explicit SetRefundAccountHandler(const Payments& payments) : payments_(payments) {}
    std::expected<Payment, SetRefundAccountRejection> handle(runtime::Transaction& tx,
                                                             const SetRefundAccount& command) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment

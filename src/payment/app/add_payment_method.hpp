#pragma once

// AddPaymentMethod and RemovePaymentMethod: the member lets us charge a card, or no longer. The
// provider issues a billing key for the one-time auth key that its window returned; what is unknown
// is sent again under the same idempotency key, which the provider answers with the first result.

#include <expected>

#include "payment/app/ports.hpp"
#include "runtime/registry.hpp"

namespace jangteo::payment {

struct AddPaymentMethod {
    MemberId member_id;
    std::string auth_key;
    std::string customer_key;
};

enum class AddPaymentMethodRejection { wrong_customer_key };
BOOST_DESCRIBE_ENUM(AddPaymentMethodRejection, wrong_customer_key)

struct RemovePaymentMethod {
    MemberId member_id;
    PaymentMethodId payment_method_id;
};

enum class RemovePaymentMethodRejection { payment_method_not_found };
BOOST_DESCRIBE_ENUM(RemovePaymentMethodRejection, payment_method_not_found)

class PaymentMethodsHandler {
  public:
    explicit PaymentMethodsHandler(const PaymentMethods& methods) : methods_(methods) {}

    std::expected<PaymentMethod, AddPaymentMethodRejection> handle(
        runtime::Transaction& tx, const AddPaymentMethod& command) const;
    std::expected<void, RemovePaymentMethodRejection> handle(
        runtime::Transaction& tx, const RemovePaymentMethod& command) const;

    void take_issue(runtime::Transaction& tx, const runtime::Effect& effect,
                    const runtime::Outcome& outcome) const;
    void take_removal(runtime::Transaction& tx, const runtime::Effect& effect,
                      const runtime::Outcome& outcome) const;

  private:
    const PaymentMethods& methods_;
};

}  // namespace jangteo::payment

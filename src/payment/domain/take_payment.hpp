#pragma once

// Taking the money: when it may be taken, one attempt at a time, and what each answer to an attempt
// leads to.

#include <expected>

#include "payment/domain/decision.hpp"

namespace jangteo::payment {

// The order holds its stock. A stored payment method is charged next (`charge`).
Decision allow_payment(Payment& payment);

enum class ConfirmRefusal {
    amount_mismatch,  // not what the order costs: the provider is never asked
    stock_not_held,   // the order is not payable yet
    deadline_passed,
    other_attempt_open,  // another payment key's outcome is open (M3)
    already_paid,        // with another payment key
    payment_voided,
};
BOOST_DESCRIBE_ENUM(ConfirmRefusal, amount_mismatch, stock_not_held, deadline_passed,
                    other_attempt_open, already_paid, payment_voided)

struct Confirmation {
    std::string payment_key;
    Money amount;
};

// The buyer is back from the provider. The same payment key again changes nothing.
std::expected<Decision, ConfirmRefusal> confirm_payment(Payment& payment,
                                                        const Confirmation& confirmation,
                                                        Timestamp now);

struct BillingKey {
    std::string billing_key;
    std::string customer_key;
};

// Charges a stored payment method; without one (removed, never issued) the buyer may still pay by
// hand.
Decision charge_payment(Payment& payment, const std::optional<BillingKey>& key);

// The answer to a confirm or charge, or to a question about it. `number` is the attempt's: answers
// to an earlier one, or to one that is settled, change nothing.
Decision take_attempt_answer(Payment& payment, std::int64_t number, CallKind answered,
                             const ProviderAnswer& answer, const Moment& moment);

// The answer to the cancel of a virtual account.
Decision take_release_answer(Payment& payment, const ProviderAnswer& answer, const Moment& moment);

// Asking has taken too long by the clock (M9).
Decision end_asking(Payment& payment, Timestamp now);

enum class AskAgainRefusal { nothing_escalated };
BOOST_DESCRIBE_ENUM(AskAgainRefusal, nothing_escalated)

// An operator wants the provider asked again.
std::expected<Decision, AskAgainRefusal> ask_again(Payment& payment, const Moment& moment);

}  // namespace jangteo::payment

#pragma once

// Refunds: exactly one per cancellation, one after another, never more in all than was captured
// (M2).
//
// A partial refund is not once-only by nature. What makes it so is its guard: each call names the
// balance that it expects, so a repeated one is refused by the provider, and the balance tells
// afterwards whether it happened.

#include "payment/domain/decision.hpp"

namespace jangteo::payment {

// What the order process asks for.
struct CancelRequest {
    CancellationId id;
    bool is_whole = false;  // nothing of the order is left
    std::int64_t refund = 0;
    std::string reason;
};

// The order, or a part of it, ends. Captured money is given back; a payment without any is voided,
// at once or when the outcome that is open is known.
Decision cancel_payment(Payment& payment, const CancelRequest& request, const Moment& moment);

// The answer to a refund's call, or to a question about it. Answers that come too late change
// nothing.
Decision take_refund_answer(Payment& payment, const RefundId& refund, CallKind answered,
                            const ProviderAnswer& answer);

// The provider shows the payment while this refund is open.
void settle_refund(Payment& payment, Refund& refund, const ProviderPayment& seen,
                   Decision& decision);

// Everything that is captured and not yet on its way back.
void refund_rest(Payment& payment, const CancellationId& cancellation, const std::string& reason,
                 const RefundId& id);
void start_next_refund(Payment& payment, Decision& decision);

// Money that was never ours to keep goes back whole; nobody is told.
void give_back(Payment& payment, const ProviderPayment& seen, const Moment& moment,
               Decision& decision);

// The payment is void: what waited for a capture has nothing to give back.
void drop_queued_refunds(Payment& payment, Decision& decision);

// An operator wants an escalated refund looked at again.
void ask_refund_again(Payment& payment, Refund& refund, Decision& decision);

}  // namespace jangteo::payment

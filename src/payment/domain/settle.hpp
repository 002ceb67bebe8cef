#pragma once

// Settling: what the provider shows becomes our state. Every way to learn of a capture (the answer
// to a confirm, a question after silence, a notice) ends in the same functions, so all of them have
// the same effect, once.

#include "payment/domain/decision.hpp"

namespace jangteo::payment {

// The provider shows the payment of the attempt under way.
void settle_attempt(Payment& payment, const ProviderPayment& seen, const Moment& moment,
                    Decision& decision);

// The provider shows the payment at any other time: a notice made us ask.
void reconcile(Payment& payment, const ProviderPayment& seen, const Moment& moment,
               Decision& decision);

// The attempt took nothing. Payable again, unless the order is to end: then void.
void fail_attempt(Payment& payment, std::string code, Decision& decision);

// Asks how the attempt ended, later each time; an operator's after the last.
void ask(Payment& payment, const Moment& moment, Decision& decision);

// The call of the attempt again: under the same key, or under a new one when its key is spent.
void send_attempt(Payment& payment, Duration delay, Decision& decision);

// The due date of a virtual account has passed and no deposit is known: looks again later, a
// bounded number of times.
void check_deposit_later(Payment& payment, const Moment& moment, Decision& decision);

void escalate(Payment& payment, Attention attention);

// Nothing was captured and nothing will be.
void void_payment(Payment& payment, Decision& decision);

}  // namespace jangteo::payment

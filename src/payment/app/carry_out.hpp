#pragma once

// Carrying out a decision: the payment is stored, and what the decision asks for becomes effects,
// timers and events of the same commit.

#include "payment/app/ports.hpp"
#include "payment/domain/decision.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

inline constexpr std::string_view asking_limit_timer = "payment.asking_limit";
inline constexpr std::string_view deposit_check_timer = "payment.deposit_check";

void carry_out(runtime::Transaction& tx, const Payments& payments, Payment& payment,
               const Decision& decision);

// The same without the store: for a payment that has just been added.
void announce_and_call(runtime::Transaction& tx, Payment& payment, const Decision& decision);

inline Moment moment_of(runtime::Transaction& tx) { return {tx.now(), tx.next_id<RefundId>()}; }

}  // namespace jangteo::payment

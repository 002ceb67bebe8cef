#pragma once

// Mutants: known bugs of real shops. Each stands as one small condition at the place where it would
// be made, and is false in every program that ships: only the simulation compiles these files once
// more, with a switch, to show that its checks would find the bug (docs/proof.md).

namespace jangteo {

enum class Mutant {
    none,
    relay_by_last_id,             // after a restart, from the furthest position on
    offset_before_effect,         // the consumer's position is durable before what it stands for
    acknowledged_before_sync,     // answers before the commit is durable
    undo_not_durable,             // the undo is written down after it was done
    compensation_not_idempotent,  // each try of a refund has a new key, and no guard
    webhook_believed,             // a notice is taken for evidence
    amount_not_compared,          // with what the provider captured
    captured_twice,               // by the return and by the notice
    stock_checked_apart,          // the check does not see what was reserved meanwhile
    expiry_ignores_payment,       // reservations of paid orders expire too
    refund_counted_twice,         // when two answers tell of it
    unknown_is_failed,            // no answer from the provider counts as a refusal
    lost_update,                  // the version that was read is not looked at
    effect_before_inbox,          // the effect is durable before the consumer's position
    stale_lease,                  // who was overtaken goes on writing
    key_outside_commit,           // the idempotency key is kept after the commit
    old_price_kept,               // the price that the buyer saw, not that of the acceptance
};

#ifdef JANGTEO_MUTANTS
inline namespace switched {
bool mutated(Mutant mutant);
}
#else
inline namespace shipped {
constexpr bool mutated(Mutant) { return false; }
}  // namespace shipped
#endif

}  // namespace jangteo

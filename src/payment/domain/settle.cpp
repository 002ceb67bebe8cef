#include "payment/domain/settle.hpp"

#include "kernel/mutant.hpp"
#include "payment/domain/refunds.hpp"

namespace jangteo::payment {
namespace {

bool is_ours(const Payment& payment, const ProviderPayment& seen) {
    return seen.order_id == payment.provider_order_id();
}

// The buyer opened the provider's window more than once; what came of the others, short of money
// taken, says nothing of the attempt.
bool is_of_another_window(const Payment& payment, const ProviderPayment& seen) {
    if (payment.capture || !payment.attempt || payment.attempt->payment_key.empty()) return false;
    return seen.payment_key != payment.attempt->payment_key && seen.status != ProviderStatus::done;
}

// An answer from before the payment was cancelled, which took longer to reach us than the one that
// told of the cancel.
bool is_outdated(const Payment& payment, const ProviderPayment& seen) {
    return payment.attempt && payment.attempt->is_cancelled &&
           payment.attempt->payment_key == seen.payment_key;
}

// The one way to a captured payment.
void capture(Payment& payment, const ProviderPayment& seen, const Moment& moment,
             Decision& decision) {
    bool is_right =
        seen.total == payment.amount.amount && seen.currency == text_of(payment.amount.currency);
    if (!is_right && !mutated(Mutant::amount_not_compared)) {
        escalate(payment, Attention::amount_mismatch);
        give_back(payment, seen, moment, decision);
        return;
    }
    payment.status = PaymentStatus::captured;
    payment.attention = Attention::none;
    payment.failure.clear();
    payment.secret = seen.secret;
    payment.capture = Capture{seen.payment_key, seen.method, seen.total, seen.approved_at};
    decision.announcements.push_back({AnnouncementKind::completed});
    if (payment.cancellation) {
        refund_rest(payment, payment.cancellation->id, payment.cancellation->reason,
                    moment.unused_refund_id);
    }
    start_next_refund(payment, decision);
}

void cancel_virtual_account(Payment& payment, Decision& decision) {
    Attempt& attempt = *payment.attempt;
    if (attempt.sends >= sends_max) return escalate(payment, Attention::outcome_unknown);
    ++attempt.sends;
    ++attempt.key_number;
    decision.calls.push_back(
        {CallKind::cancel,
         "release:" + payment.id.text() + ":" + std::to_string(attempt.key_number),
         asking_delay(attempt.sends - 1)});
}

void wait_for_deposit(Payment& payment, const ProviderPayment& seen, Decision& decision) {
    bool is_expired = seen.virtual_account && seen.virtual_account->is_expired;
    if (is_expired) return fail_attempt(payment, "DEPOSIT_EXPIRED", decision);
    bool is_new = payment.status != PaymentStatus::waiting_for_deposit;
    payment.status = PaymentStatus::waiting_for_deposit;
    payment.attention = Attention::none;
    payment.secret = seen.secret;
    if (seen.virtual_account) payment.virtual_account = seen.virtual_account;
    if (payment.cancellation) return cancel_virtual_account(payment, decision);
    if (is_new && payment.virtual_account) {
        decision.timers.emplace_back(PaymentTimer::deposit_check,
                                     payment.virtual_account->due + deposit_grace);
    }
}

// Nobody has confirmed it: either our call never arrived, or it is still being worked on.
void settle_unconfirmed(Payment& payment, const Moment& moment, Decision& decision) {
    Attempt& attempt = *payment.attempt;
    bool may_send = !payment.cancellation && attempt.sends < sends_max;
    if (payment.status == PaymentStatus::unknown && may_send) {
        return send_attempt(payment, asking_delay(attempt.sends), decision);
    }
    // Every call of ours was answered with an error, so none is under way.
    if (attempt.is_key_spent) return fail_attempt(payment, attempt.last_code, decision);
    ask(payment, moment, decision);
}

void reconcile_captured(Payment& payment, const ProviderPayment& seen, const Moment& moment,
                        Decision& decision) {
    if (seen.payment_key != payment.capture->payment_key) {
        // A second capture for one order is never kept (M3).
        if (seen.status == ProviderStatus::done) give_back(payment, seen, moment, decision);
        return;
    }
    if (seen.status == ProviderStatus::waiting_for_deposit) {
        payment.attention = Attention::deposit_reversed;
        return;
    }
    if (Refund* refund = payment.active_refund()) {
        bool is_open =
            refund->status == RefundStatus::unknown || refund->status == RefundStatus::escalated;
        // While its own call is under way, the answer to that says more.
        if (is_open && refund->payment_key == seen.payment_key) {
            settle_refund(payment, *refund, seen, decision);
        }
        return;
    }
    bool is_equal = seen.balance == payment.captured() - payment.refunded();
    payment.attention = is_equal ? Attention::none : Attention::balance_differs;
}

}  // namespace

void settle_attempt(Payment& payment, const ProviderPayment& seen, const Moment& moment,
                    Decision& decision) {
    // A payment key of another order shows another order's payment: neither take it nor give it
    // back.
    if (!is_ours(payment, seen)) return fail_attempt(payment, "FOREIGN_PAYMENT_KEY", decision);
    payment.attempt->payment_key = seen.payment_key;
    switch (seen.status) {
        case ProviderStatus::done: return capture(payment, seen, moment, decision);
        case ProviderStatus::waiting_for_deposit: return wait_for_deposit(payment, seen, decision);
        case ProviderStatus::aborted:
            return fail_attempt(payment, seen.failure_code.empty() ? "ABORTED" : seen.failure_code,
                                decision);
        case ProviderStatus::expired: return fail_attempt(payment, "EXPIRED", decision);
        case ProviderStatus::canceled:
            payment.attempt->is_cancelled = true;
            return fail_attempt(payment, "CANCELED", decision);
        case ProviderStatus::partial_canceled: return escalate(payment, Attention::balance_differs);
        case ProviderStatus::ready:
        case ProviderStatus::in_progress: return settle_unconfirmed(payment, moment, decision);
        case ProviderStatus::unrecognised: return ask(payment, moment, decision);
    }
}

void reconcile(Payment& payment, const ProviderPayment& seen, const Moment& moment,
               Decision& decision) {
    bool says_nothing = is_of_another_window(payment, seen) || is_outdated(payment, seen);
    if (!is_ours(payment, seen) || says_nothing) return;
    switch (payment.status) {
        case PaymentStatus::created:
        case PaymentStatus::payable:
        case PaymentStatus::voided:
            // We hold that nothing was captured. The provider knows better.
            if (seen.status == ProviderStatus::done) capture(payment, seen, moment, decision);
            return;
        case PaymentStatus::confirming:
            // Our own call is under way and will say the rest.
            if (seen.status == ProviderStatus::done) capture(payment, seen, moment, decision);
            return;
        case PaymentStatus::unknown:
        case PaymentStatus::escalated:
            if (payment.attention == Attention::amount_mismatch) return;
            if (seen.status == ProviderStatus::ready ||
                seen.status == ProviderStatus::in_progress ||
                seen.status == ProviderStatus::unrecognised) {
                return;  // Asking goes on at its own pace.
            }
            return settle_attempt(payment, seen, moment, decision);
        case PaymentStatus::waiting_for_deposit:
            if (seen.status == ProviderStatus::ready ||
                seen.status == ProviderStatus::in_progress ||
                seen.status == ProviderStatus::unrecognised) {
                return;
            }
            if (seen.status == ProviderStatus::waiting_for_deposit && !payment.cancellation) {
                wait_for_deposit(payment, seen, decision);
                if (payment.status == PaymentStatus::waiting_for_deposit) {
                    check_deposit_later(payment, moment, decision);
                }
                return;
            }
            if (seen.status == ProviderStatus::waiting_for_deposit) return;  // Its cancel is out.
            return settle_attempt(payment, seen, moment, decision);
        case PaymentStatus::captured: return reconcile_captured(payment, seen, moment, decision);
    }
}

void fail_attempt(Payment& payment, std::string code, Decision& decision) {
    payment.failure = code;
    payment.virtual_account.reset();
    if (payment.cancellation) return void_payment(payment, decision);
    payment.status = PaymentStatus::payable;
    payment.attention = Attention::none;
    decision.announcements.push_back({.kind = AnnouncementKind::failed, .code = std::move(code)});
}

void ask(Payment& payment, const Moment& moment, Decision& decision) {
    Attempt& attempt = *payment.attempt;
    if (attempt.asks >= asks_max) return escalate(payment, Attention::outcome_unknown);
    if (attempt.asks == 0) {
        payment.asking_until = moment.now + asking_limit;
        decision.timers.emplace_back(PaymentTimer::asking_limit, payment.asking_until);
    }
    payment.status = PaymentStatus::unknown;
    ++attempt.asks;
    decision.calls.push_back({.kind = CallKind::look_up, .delay = asking_delay(attempt.asks)});
}

void send_attempt(Payment& payment, Duration delay, Decision& decision) {
    Attempt& attempt = *payment.attempt;
    if (attempt.is_key_spent || attempt.key_number == 0) ++attempt.key_number;
    attempt.is_key_spent = false;
    ++attempt.sends;
    payment.status = PaymentStatus::confirming;
    bool is_charge = attempt.kind == AttemptKind::charge;
    std::string key = is_charge ? "charge:" : "confirm:";
    key += payment.id.text() + ":" + std::to_string(attempt.number) + ":" +
           std::to_string(attempt.key_number);
    decision.calls.push_back(
        {is_charge ? CallKind::charge : CallKind::confirm, std::move(key), delay});
}

void check_deposit_later(Payment& payment, const Moment& moment, Decision& decision) {
    if (!payment.virtual_account || moment.now < payment.virtual_account->due) return;
    if (++payment.attempt->asks > asks_max) {
        return escalate(payment, Attention::outcome_unknown);
    }
    decision.timers.emplace_back(PaymentTimer::deposit_check, moment.now + minutes(10));
}

void escalate(Payment& payment, Attention attention) {
    if (!payment.capture) payment.status = PaymentStatus::escalated;
    payment.attention = attention;
}

void void_payment(Payment& payment, Decision& decision) {
    payment.status = PaymentStatus::voided;
    payment.attention = Attention::none;
    decision.announcements.push_back(
        {.kind = AnnouncementKind::cancelled, .cancellation_id = payment.cancellation->id});
    drop_queued_refunds(payment, decision);
}

}  // namespace jangteo::payment

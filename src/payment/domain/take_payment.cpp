#include "payment/domain/take_payment.hpp"

#include "kernel/mutant.hpp"
#include "payment/domain/refunds.hpp"
#include "payment/domain/settle.hpp"

namespace jangteo::payment {
namespace {

void begin_attempt(Payment& payment, AttemptKind kind) {
    Attempt attempt;
    attempt.kind = kind;
    attempt.number = payment.attempt ? payment.attempt->number + 1 : 1;
    payment.attempt = std::move(attempt);
    payment.asking_until = {};
}

bool is_same_key(const Payment& payment, const std::string& payment_key) {
    if (payment.capture) return payment.capture->payment_key == payment_key;
    return payment.attempt && payment.attempt->payment_key == payment_key;
}

// An error was answered, so nothing of ours is under way. A confirm is single by its payment key:
// another try is safe. A charge is not: the provider is asked first.
void take_transient(Payment& payment, const Moment& moment, Decision& decision) {
    Attempt& attempt = *payment.attempt;
    bool may_send = attempt.kind == AttemptKind::confirm && !payment.cancellation;
    if (!may_send || attempt.sends >= sends_max) return ask(payment, moment, decision);
    send_attempt(payment, asking_delay(attempt.sends), decision);
}

void take_refusal(Payment& payment, const std::string& code, const Moment& moment,
                  Decision& decision) {
    Attempt& attempt = *payment.attempt;
    attempt.last_code = code;
    attempt.is_key_spent = code != "IDEMPOTENT_REQUEST_PROCESSING";
    switch (class_of_refusal(code)) {
        case RefusalClass::transient: return take_transient(payment, moment, decision);
        case RefusalClass::in_flight:
        case RefusalClass::already_done: return ask(payment, moment, decision);
        case RefusalClass::configuration: return escalate(payment, Attention::configuration);
        case RefusalClass::expired:
            // An earlier call of ours may have ended what this one no longer finds.
            if (attempt.sends > 1) return ask(payment, moment, decision);
            return fail_attempt(payment, code, decision);
        case RefusalClass::buyer:
        case RefusalClass::final: return fail_attempt(payment, code, decision);
    }
}

void take_not_found(Payment& payment, const Moment& moment, Decision& decision) {
    Attempt& attempt = *payment.attempt;
    if (++attempt.not_found < not_found_min) return ask(payment, moment, decision);
    bool may_send =
        attempt.kind == AttemptKind::charge && !payment.cancellation && attempt.sends < sends_max;
    if (may_send) {
        attempt.not_found = 0;
        return send_attempt(payment, asking_delay(attempt.sends), decision);
    }
    fail_attempt(payment, attempt.last_code.empty() ? "NOT_FOUND_PAYMENT" : attempt.last_code,
                 decision);
}

void take_look_up_refusal(Payment& payment, const std::string& code, const Moment& moment,
                          Decision& decision) {
    switch (class_of_refusal(code)) {
        case RefusalClass::expired: return take_not_found(payment, moment, decision);
        case RefusalClass::configuration: return escalate(payment, Attention::configuration);
        default: return ask(payment, moment, decision);
    }
}

// A confirm or charge was answered, but a notice had settled it first. If it captured, and not what
// we hold as captured, the money goes back.
Decision take_late_capture(Payment& payment, const ProviderAnswer& answer, const Moment& moment) {
    Decision decision;
    bool is_capture =
        answer.kind == AnswerKind::done && answer.payment.status == ProviderStatus::done;
    if (!is_capture) return Decision::nothing();
    bool is_known = payment.capture && payment.capture->payment_key == answer.payment.payment_key;
    if (is_known) return Decision::nothing();
    reconcile(payment, answer.payment, moment, decision);
    return decision;
}

}  // namespace

Decision allow_payment(Payment& payment) {
    if (payment.status != PaymentStatus::created) return Decision::nothing();
    payment.status = PaymentStatus::payable;
    return {};
}

std::expected<Decision, ConfirmRefusal> confirm_payment(Payment& payment,
                                                        const Confirmation& confirmation,
                                                        Timestamp now) {
    if (confirmation.amount != payment.amount) {
        return std::unexpected(ConfirmRefusal::amount_mismatch);
    }
    if (is_same_key(payment, confirmation.payment_key)) return Decision::nothing();
    switch (payment.status) {
        case PaymentStatus::payable: break;
        case PaymentStatus::created: return std::unexpected(ConfirmRefusal::stock_not_held);
        case PaymentStatus::captured: return std::unexpected(ConfirmRefusal::already_paid);
        case PaymentStatus::voided: return std::unexpected(ConfirmRefusal::payment_voided);
        case PaymentStatus::confirming:
        case PaymentStatus::unknown:
        case PaymentStatus::waiting_for_deposit:
        case PaymentStatus::escalated: return std::unexpected(ConfirmRefusal::other_attempt_open);
    }
    if (now >= payment.deadline) return std::unexpected(ConfirmRefusal::deadline_passed);
    Decision decision;
    begin_attempt(payment, AttemptKind::confirm);
    payment.attempt->payment_key = confirmation.payment_key;
    send_attempt(payment, {}, decision);
    return decision;
}

Decision charge_payment(Payment& payment, const std::optional<BillingKey>& key) {
    if (payment.status != PaymentStatus::payable) return Decision::nothing();
    Decision decision;
    begin_attempt(payment, AttemptKind::charge);
    if (!key) {
        fail_attempt(payment, "PAYMENT_METHOD_UNAVAILABLE", decision);
        return decision;
    }
    payment.attempt->billing_key = key->billing_key;
    payment.attempt->customer_key = key->customer_key;
    send_attempt(payment, {}, decision);
    return decision;
}

Decision take_attempt_answer(Payment& payment, std::int64_t number, CallKind answered,
                             const ProviderAnswer& answer, const Moment& moment) {
    bool is_look_up = answered == CallKind::look_up;
    PaymentStatus awaited = is_look_up ? PaymentStatus::unknown : PaymentStatus::confirming;
    bool is_awaited =
        payment.attempt && payment.attempt->number == number && payment.status == awaited;
    bool is_taken = is_awaited || (mutated(Mutant::captured_twice) && payment.attempt);
    if (!is_taken) return take_late_capture(payment, answer, moment);
    Decision decision;
    switch (answer.kind) {
        case AnswerKind::done: settle_attempt(payment, answer.payment, moment, decision); break;
        case AnswerKind::refused:
            if (is_look_up) {
                take_look_up_refusal(payment, answer.code, moment, decision);
            } else {
                take_refusal(payment, answer.code, moment, decision);
            }
            break;
        case AnswerKind::unknown:
            if (mutated(Mutant::unknown_is_failed)) {
                fail_attempt(payment, answer.code, decision);
                break;
            }
            ask(payment, moment, decision);
            break;
    }
    return decision;
}

Decision take_release_answer(Payment& payment, const ProviderAnswer& answer, const Moment& moment) {
    if (payment.status != PaymentStatus::waiting_for_deposit) return Decision::nothing();
    Decision decision;
    if (answer.kind == AnswerKind::done) {
        settle_attempt(payment, answer.payment, moment, decision);
    } else {
        // A deposit may have come in between; what the provider shows decides.
        ask(payment, moment, decision);
    }
    return decision;
}

Decision end_asking(Payment& payment, Timestamp now) {
    bool is_open =
        payment.status == PaymentStatus::unknown || payment.status == PaymentStatus::confirming;
    bool is_over = payment.asking_until > Timestamp{} && payment.asking_until <= now;
    if (!is_open || !is_over) return Decision::nothing();
    escalate(payment, Attention::outcome_unknown);
    return {};
}

std::expected<Decision, AskAgainRefusal> ask_again(Payment& payment, const Moment& moment) {
    Decision decision;
    Refund* refund = payment.active_refund();
    if (refund && refund->status == RefundStatus::escalated) {
        ask_refund_again(payment, *refund, decision);
        return decision;
    }
    if (payment.status == PaymentStatus::escalated && payment.attempt &&
        payment.attention != Attention::amount_mismatch) {
        payment.attempt->asks = 0;
        payment.attempt->sends = 0;
        payment.attempt->not_found = 0;
        payment.attention = Attention::none;
        ask(payment, moment, decision);
        return decision;
    }
    if (payment.attention == Attention::none) {
        return std::unexpected(AskAgainRefusal::nothing_escalated);
    }
    payment.notice_ask = NoticeAsk::asking;
    decision.calls.push_back({.kind = CallKind::look_up, .purpose = LookUpPurpose::notice});
    return decision;
}

}  // namespace jangteo::payment

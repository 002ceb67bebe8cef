#include "payment/domain/refunds.hpp"

#include <algorithm>

#include "kernel/mutant.hpp"
#include "payment/domain/settle.hpp"

namespace jangteo::payment {
namespace {

void announce(const Refund& refund, AnnouncementKind kind, Decision& decision) {
    if (refund.is_internal()) return;
    decision.announcements.push_back({.kind = kind,
                                      .cancellation_id = refund.cancellation_id,
                                      .refund_id = refund.id,
                                      .amount = refund.amount});
}

void send(Refund& refund, Duration delay, Decision& decision) {
    bool is_fresh = refund.is_key_spent || refund.key_number == 0;
    if (is_fresh || mutated(Mutant::compensation_not_idempotent)) ++refund.key_number;
    refund.is_key_spent = false;
    ++refund.sends;
    refund.status = RefundStatus::refunding;
    decision.calls.push_back(
        {.kind = CallKind::cancel,
         .key = "refund:" + refund.id.text() + ":" + std::to_string(refund.key_number),
         .delay = delay,
         .refund = refund.id});
}

void escalate_refund(Payment& payment, Refund& refund, Attention attention) {
    refund.status = RefundStatus::escalated;
    // A wrong amount stays the first thing to know of such a payment.
    if (payment.attention != Attention::amount_mismatch) payment.attention = attention;
}

void ask_refund(Payment& payment, Refund& refund, Decision& decision) {
    if (refund.asks >= asks_max) {
        return escalate_refund(payment, refund, Attention::outcome_unknown);
    }
    ++refund.asks;
    refund.status = RefundStatus::unknown;
    decision.calls.push_back({.kind = CallKind::look_up,
                              .delay = asking_delay(refund.asks),
                              .purpose = LookUpPurpose::refund,
                              .refund = refund.id});
}

void complete(Payment& payment, Refund& refund, Decision& decision) {
    refund.status = RefundStatus::done;
    announce(refund, AnnouncementKind::refund_completed, decision);
    if (payment.attention != Attention::amount_mismatch) payment.attention = Attention::none;
    bool is_over = payment.status == PaymentStatus::escalated && payment.cancellation;
    // The wrong money is gone, and the order ended meanwhile.
    if (refund.is_internal() && is_over) void_payment(payment, decision);
    start_next_refund(payment, decision);
}

void take_refusal(Payment& payment, Refund& refund, const std::string& code, Decision& decision) {
    RefusalClass meaning = class_of_refusal(code);
    refund.last_code = code;
    refund.is_key_spent = meaning != RefusalClass::in_flight;
    switch (meaning) {
        case RefusalClass::transient:
            if (refund.sends >= sends_max) return ask_refund(payment, refund, decision);
            return send(refund, asking_delay(refund.sends), decision);
        case RefusalClass::in_flight:
        case RefusalClass::already_done: return ask_refund(payment, refund, decision);
        case RefusalClass::configuration:
            return escalate_refund(payment, refund, Attention::configuration);
        case RefusalClass::buyer:
        case RefusalClass::expired:
        case RefusalClass::final:
            return escalate_refund(payment, refund, Attention::refund_refused);
    }
}

Decision queue_refund(Payment& payment, const CancelRequest& request, const Moment& moment) {
    Decision decision;
    if (request.is_whole) {
        // The order is gone, so whatever is left goes back, even if the process knew of no capture
        // yet (M6).
        refund_rest(payment, request.id, request.reason, moment.unused_refund_id);
    } else {
        std::int64_t limit = payment.capture ? std::max<std::int64_t>(payment.remaining(), 0)
                                             : payment.amount.amount;
        Refund& refund = payment.refunds.emplace_back();
        refund.id = moment.unused_refund_id;
        refund.cancellation_id = request.id;
        refund.amount = std::clamp<std::int64_t>(request.refund, 0, limit);
        refund.reason = request.reason;
    }
    Refund& added = payment.refunds.back();
    if (added.amount == 0 || payment.status == PaymentStatus::voided) {
        added.amount = 0;
        added.status = RefundStatus::done;
        announce(added, AnnouncementKind::refund_completed, decision);
    }
    bool is_first = payment.active_refund() == &added;
    if (is_first) start_next_refund(payment, decision);
    return decision;
}

bool is_answered(const Payment& payment, const CancellationId& cancellation) {
    return payment.find_refund(cancellation) ||
           (payment.cancellation && payment.cancellation->id == cancellation);
}

Decision end_whole(Payment& payment, const CancelRequest& request) {
    Decision decision;
    bool is_first = !payment.cancellation;
    if (is_first) payment.cancellation = WholeCancellation{request.id, request.reason};
    switch (payment.status) {
        case PaymentStatus::created:
        case PaymentStatus::payable: void_payment(payment, decision); break;
        case PaymentStatus::voided:
            decision.announcements.push_back(
                {.kind = AnnouncementKind::cancelled, .cancellation_id = request.id});
            break;
        case PaymentStatus::waiting_for_deposit:
            if (!is_first) break;
            payment.attempt->sends = 1;
            ++payment.attempt->key_number;
            decision.calls.push_back(
                {CallKind::cancel, "release:" + payment.id.text() + ":" +
                                       std::to_string(payment.attempt->key_number)});
            break;
        case PaymentStatus::escalated:
            // The wrong amount has been given back already.
            if (payment.attention == Attention::amount_mismatch && !payment.active_refund()) {
                void_payment(payment, decision);
            }
            break;
        case PaymentStatus::confirming:
        case PaymentStatus::unknown:
        case PaymentStatus::captured: break;
    }
    return decision;
}

}  // namespace

Decision cancel_payment(Payment& payment, const CancelRequest& request, const Moment& moment) {
    if (is_answered(payment, request.id)) return Decision::nothing();
    if (payment.capture || !request.is_whole) return queue_refund(payment, request, moment);
    return end_whole(payment, request);
}

Decision take_refund_answer(Payment& payment, const RefundId& id, CallKind answered,
                            const ProviderAnswer& answer) {
    Refund* refund = payment.find_refund(id);
    bool is_awaited =
        refund && ((refund->status == RefundStatus::refunding && answered == CallKind::cancel) ||
                   (refund->status == RefundStatus::unknown && answered == CallKind::look_up) ||
                   mutated(Mutant::refund_counted_twice));
    if (!is_awaited) return Decision::nothing();
    Decision decision;
    if (answer.kind == AnswerKind::done) {
        settle_refund(payment, *refund, answer.payment, decision);
    } else if (answered == CallKind::cancel && answer.kind == AnswerKind::refused) {
        take_refusal(payment, *refund, answer.code, decision);
    } else if (answered == CallKind::look_up &&
               class_of_refusal(answer.code) == RefusalClass::configuration) {
        escalate_refund(payment, *refund, Attention::configuration);
    } else {
        ask_refund(payment, *refund, decision);
    }
    return decision;
}

void settle_refund(Payment& payment, Refund& refund, const ProviderPayment& seen,
                   Decision& decision) {
    if (seen.balance == refund.balance_before - refund.amount) {
        refund.transaction_key = seen.transaction_key;
        return complete(payment, refund, decision);
    }
    if (seen.balance != refund.balance_before) {
        return escalate_refund(payment, refund, Attention::balance_differs);
    }
    // Taken, but not done yet (some methods give money back later), or an operator's already.
    if (refund.status == RefundStatus::refunding) return ask_refund(payment, refund, decision);
    if (refund.status == RefundStatus::escalated) return;
    // It has not happened. An unanswered call may still be under way: the same key keeps it single.
    if (refund.sends >= sends_max) {
        Attention attention =
            refund.is_key_spent ? Attention::refund_refused : Attention::outcome_unknown;
        return escalate_refund(payment, refund, attention);
    }
    send(refund, asking_delay(refund.sends), decision);
}

void refund_rest(Payment& payment, const CancellationId& cancellation, const std::string& reason,
                 const RefundId& id) {
    Refund refund;
    refund.id = id;
    refund.cancellation_id = cancellation;
    refund.amount = std::max<std::int64_t>(payment.remaining(), 0);
    refund.reason = reason;
    payment.refunds.push_back(std::move(refund));
}

void start_next_refund(Payment& payment, Decision& decision) {
    while (Refund* refund = payment.active_refund()) {
        if (refund->status != RefundStatus::queued ||
            (!payment.capture && !refund->is_internal())) {
            return;
        }
        if (refund->payment_key.empty()) {
            std::int64_t balance = payment.captured() - payment.refunded();
            refund->payment_key = payment.capture->payment_key;
            refund->balance_before = balance;
            refund->amount = std::min(refund->amount, balance);
        }
        if (refund->amount > 0) {
            announce(*refund, AnnouncementKind::refund_initiated, decision);
            return send(*refund, {}, decision);
        }
        refund->status = RefundStatus::done;
        announce(*refund, AnnouncementKind::refund_completed, decision);
    }
}

void give_back(Payment& payment, const ProviderPayment& seen, const Moment& moment,
               Decision& decision) {
    for (const Refund& refund : payment.refunds) {
        if (refund.is_internal() && refund.payment_key == seen.payment_key) return;
    }
    Refund refund;
    refund.id = moment.unused_refund_id;
    refund.payment_key = seen.payment_key;
    refund.amount = seen.balance;
    refund.balance_before = seen.balance;
    refund.reason = "not ours to keep";
    payment.refunds.push_back(std::move(refund));
    start_next_refund(payment, decision);
}

void drop_queued_refunds(Payment& payment, Decision& decision) {
    for (Refund& refund : payment.refunds) {
        if (refund.status != RefundStatus::queued) continue;
        refund.amount = 0;
        refund.status = RefundStatus::done;
        announce(refund, AnnouncementKind::refund_completed, decision);
    }
}

void ask_refund_again(Payment& payment, Refund& refund, Decision& decision) {
    refund.asks = 0;
    refund.sends = 0;
    ask_refund(payment, refund, decision);
}

}  // namespace jangteo::payment

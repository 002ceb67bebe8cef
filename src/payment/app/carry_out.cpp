#include "payment/app/carry_out.hpp"

#include "contracts/payment/events.hpp"
#include "kernel/mutant.hpp"
#include "payment/app/provider_calls.hpp"

namespace jangteo::payment {
namespace {

void announce(runtime::Transaction& tx, const Payment& payment, const Announcement& said) {
    PaymentId id = payment.id;
    OrderId order = payment.order_id();
    auto about = runtime::subject(id, payment.version, order);
    Money amount{said.amount, payment.amount.currency};
    switch (said.kind) {
        case AnnouncementKind::created:
            return tx.publish(about, contracts::PaymentCreated{id, order, payment.amount});
        case AnnouncementKind::completed: {
            const Capture& capture = *payment.capture;
            return tx.publish(
                about, contracts::PaymentCompleted{id, order, capture.payment_key, capture.method,
                                                   payment.amount, capture.approved_at});
        }
        case AnnouncementKind::failed:
            return tx.publish(about, contracts::PaymentFailed{id, order, said.code});
        case AnnouncementKind::cancelled:
            return tx.publish(about, contracts::PaymentCancelled{id, order, said.cancellation_id});
        case AnnouncementKind::refund_initiated:
            return tx.publish(about, contracts::RefundInitiated{said.refund_id, id, order,
                                                                said.cancellation_id, amount});
        case AnnouncementKind::refund_completed:
            return tx.publish(about, contracts::RefundCompleted{said.refund_id, id, order,
                                                                said.cancellation_id, amount});
    }
}

std::string confirm_payload(const Payment& payment) {
    const Attempt& attempt = *payment.attempt;
    return codec::encode_avro(ConfirmCall{attempt.number, attempt.payment_key,
                                          payment.provider_order_id(), payment.amount});
}

std::string charge_payload(const Payment& payment) {
    const Attempt& attempt = *payment.attempt;
    return codec::encode_avro(ChargeCall{attempt.number, attempt.billing_key, attempt.customer_key,
                                         payment.provider_order_id(), payment.order_name,
                                         payment.amount});
}

// An order may have payments at the provider that we never confirmed: of ours alone we ask then.
bool is_attempt_open(const Payment& payment) {
    return payment.attempt &&
           (payment.status == PaymentStatus::waiting_for_deposit ||
            payment.status == PaymentStatus::unknown || payment.status == PaymentStatus::escalated);
}

std::string look_up_payload(Payment& payment, const ProviderCall& call) {
    LookUpCall look_up{call.purpose, payment.attempt ? payment.attempt->number : 0, call.refund, "",
                       payment.provider_order_id()};
    // A notice may be about a payment key that we have never seen: it is asked for by order, save
    // where a key is known to count.
    if (call.purpose == LookUpPurpose::refund) {
        look_up.payment_key = payment.find_refund(call.refund)->payment_key;
    } else if (payment.capture) {
        look_up.payment_key = payment.capture->payment_key;
    } else if (call.purpose == LookUpPurpose::attempt || is_attempt_open(payment)) {
        look_up.payment_key = payment.attempt->payment_key;
    }
    return codec::encode_avro(look_up);
}

std::string cancel_payload(Payment& payment, const ProviderCall& call) {
    const Refund* refund = payment.find_refund(call.refund);
    if (!refund) {
        return codec::encode_avro(CancelCall{{},
                                             payment.attempt->payment_key,
                                             payment.cancellation->reason,
                                             std::nullopt,
                                             std::nullopt,
                                             std::nullopt});
    }
    CancelCall cancel{refund->id, refund->payment_key, refund->reason};
    // The provider refuses an account where none is needed.
    if (payment.virtual_account) cancel.refund_account = payment.refund_account;
    if (!refund->is_internal()) {
        cancel.amount = Money{refund->amount, payment.amount.currency};
        if (!mutated(Mutant::compensation_not_idempotent)) {
            cancel.balance = Money{refund->balance_before, payment.amount.currency};
        }
    }
    return codec::encode_avro(cancel);
}

void request(runtime::Transaction& tx, Payment& payment, const ProviderCall& call) {
    runtime::EffectRequest effect;
    effect.correlation = payment.id.uuid();
    effect.key = call.key;
    effect.delay = call.delay;
    switch (call.kind) {
        case CallKind::confirm:
            effect.kind = confirm_effect;
            effect.payload = confirm_payload(payment);
            break;
        case CallKind::charge:
            effect.kind = charge_effect;
            effect.payload = charge_payload(payment);
            break;
        case CallKind::look_up:
            effect.kind = look_up_effect;
            effect.payload = look_up_payload(payment, call);
            break;
        case CallKind::cancel:
            effect.kind = cancel_effect;
            effect.payload = cancel_payload(payment, call);
            break;
    }
    tx.request(std::move(effect));
}

std::string_view name_of(PaymentTimer timer) {
    return timer == PaymentTimer::asking_limit ? asking_limit_timer : deposit_check_timer;
}

}  // namespace

void carry_out(runtime::Transaction& tx, const Payments& payments, Payment& payment,
               const Decision& decision) {
    if (!decision.has_changed) return;
    payments.save(tx.db(), payment);
    announce_and_call(tx, payment, decision);
}

void announce_and_call(runtime::Transaction& tx, Payment& payment, const Decision& decision) {
    for (const Announcement& said : decision.announcements) announce(tx, payment, said);
    for (const ProviderCall& call : decision.calls) request(tx, payment, call);
    for (const auto& [timer, due] : decision.timers) {
        tx.set_timer(name_of(timer), payment.id.uuid(), due);
    }
}

}  // namespace jangteo::payment

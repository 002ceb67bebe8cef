// What TossDesk tells its customer, in the way that the call's knob wants it told.

#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/korean_time.hpp"
#include "sandbox/toss/toss_desk.hpp"

namespace jangteo::sandbox::toss {

namespace {

bool is_told(PaymentStatus status) {
    switch (status) {
        case PaymentStatus::READY:
        case PaymentStatus::IN_PROGRESS:
        case PaymentStatus::WAITING_FOR_DEPOSIT: return false;
        default: return true;
    }
}

// The opposite of what happened, under the right secret.
Payment contradiction_of(Payment payment) {
    const bool is_paid = payment.status == PaymentStatus::DONE;
    payment.status = is_paid ? PaymentStatus::ABORTED : PaymentStatus::DONE;
    return payment;
}

// What somebody would send who has seen the order number but not the secret.
Payment forgery_of(Payment payment) {
    payment.status =
        payment.status == PaymentStatus::DONE ? PaymentStatus::CANCELED : PaymentStatus::DONE;
    payment.secret = "ps_forged";
    payment.last_transaction_key = "F0000000000000000000000000000000";
    return payment;
}

}  // namespace

std::string TossDesk::status_changed(const Payment& payment, Timestamp now) const {
    std::string data;
    append_payment(data, payment, view(Language::korean, now));
    std::string body;
    JsonText(body)
        .open()
        .text("eventType", "PAYMENT_STATUS_CHANGED")
        .text("createdAt", korean_time_with_fraction(now))
        .raw("data", data)
        .close();
    return body;
}

std::string TossDesk::deposit_callback(const Payment& payment, Timestamp now) const {
    std::string body;
    JsonText(body)
        .open()
        .text("createdAt", korean_time_with_fraction(now))
        .text("secret", payment.secret)
        .text("status", text_of(payment.status))
        .text("transactionKey", payment.last_transaction_key)
        .text("orderId", payment.order_id)
        .close();
    return body;
}

void TossDesk::post(Request& request, const std::string& body) {
    const Knob& knob = request.knob;
    if (options_.webhook_url.empty() || knob.webhook == WebhookKnob::none) return;
    const bool is_late = knob.webhook == WebhookKnob::late;
    const Timestamp due = is_late ? request.now + knob.webhook_late : request.now;
    const std::int64_t times = knob.webhook == WebhookKnob::duplicate ? knob.webhook_times : 1;
    std::int64_t id = 0;
    for (std::int64_t i = 0; i < times; ++i) id = callbacks_.add(options_.webhook_url, body, due);
    if (knob.webhook == WebhookKnob::before_answer) request.behind_callback = id;
}

void TossDesk::announce(Request& request, const Payment& payment) {
    if (options_.webhook_url.empty() || !is_told(payment.status)) return;
    post(request, status_changed(payment, request.now));
    if (request.knob.webhook == WebhookKnob::contradictory) {
        post(request, status_changed(contradiction_of(payment), request.now));
    } else if (request.knob.webhook == WebhookKnob::forged) {
        post(request, status_changed(forgery_of(payment), request.now));
    }
}

void TossDesk::announce_deposit(Request& request, const Payment& payment) {
    if (options_.webhook_url.empty()) return;
    post(request, deposit_callback(payment, request.now));
}

// Of its own accord: nothing was called that a knob could be for.
void TossDesk::announce(const Payment& payment, Timestamp now) {
    if (options_.webhook_url.empty()) return;
    callbacks_.add(options_.webhook_url, status_changed(payment, now), now);
}

}  // namespace jangteo::sandbox::toss

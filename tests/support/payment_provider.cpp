#include "tests/support/payment_provider.hpp"

#include <utility>

namespace jangteo::test {

using payment::ProviderPayment;
using payment::ProviderStatus;
using runtime::Outcome;
using runtime::OutcomeKind;

namespace {

template <class Call>
Call call_of(const runtime::Effect& effect) {
    return *codec::decode_avro<Call>(effect.payload);
}

Outcome refused(std::string code) { return {OutcomeKind::refused, std::move(code), ""}; }
Outcome shown(const ProviderPayment& payment) {
    return {OutcomeKind::done, "", codec::encode_avro(payment)};
}

}  // namespace

void ModelProvider::authenticate(const std::string& payment_key, const OrderId& order,
                                 std::int64_t amount) {
    ProviderPayment payment;
    payment.payment_key = payment_key;
    payment.order_id = order.text();
    payment.status = ProviderStatus::in_progress;
    payment.method = is_virtual_account ? "가상계좌" : "카드";
    payment.currency = "KRW";
    payment.total = payment.balance = amount;
    payments_[payment_key] = payment;
}

void ModelProvider::deposit(const std::string& payment_key) {
    at(payment_key).status = ProviderStatus::done;
    ++captures_;
    changed(at(payment_key));
}

ProviderPayment& ModelProvider::at(const std::string& payment_key) {
    return payments_.at(payment_key);
}

std::int64_t ModelProvider::balance_of(const OrderId& order) const {
    std::int64_t sum = 0;
    for (const auto& [key, payment] : payments_) {
        bool holds = payment.status == ProviderStatus::done ||
                     payment.status == ProviderStatus::partial_canceled;
        if (payment.order_id == order.text() && holds) sum += payment.balance;
    }
    return sum;
}

void ModelProvider::perform(const runtime::Effect& effect, std::function<void(Outcome)> done) {
    if (remembers_calls) seen.push_back(effect);
    Fault fault = Fault::none;
    if (!faults.empty()) {
        fault = faults.front();
        faults.pop_front();
    }
    switch (fault) {
        case Fault::none: return done(answer(effect));
        case Fault::lost_before: return done({OutcomeKind::unknown, "timeout", ""});
        case Fault::lost_after: answer(effect); return done({OutcomeKind::unknown, "lost", ""});
        case Fault::refuse: answered_[effect.key] = refused(refusal); return done(refused(refusal));
        case Fault::fail_after:
            answer(effect);
            answered_[effect.key] = refused(refusal);
            return done(refused(refusal));
        case Fault::hold: {
            auto outcome = answer(effect);
            held_.push_back([done = std::move(done), outcome] { done(outcome); });
            return;
        }
    }
}

void ModelProvider::release() {
    for (auto& finish : std::exchange(held_, {})) finish();
}

Outcome ModelProvider::answer(const runtime::Effect& effect) {
    if (effect.kind == payment::look_up_effect)
        return look_up(call_of<payment::LookUpCall>(effect));
    if (auto known = answered_.find(effect.key); known != answered_.end()) return known->second;
    Outcome outcome;
    if (effect.kind == payment::confirm_effect) {
        outcome = confirm(call_of<payment::ConfirmCall>(effect));
    } else if (effect.kind == payment::charge_effect) {
        outcome = charge(call_of<payment::ChargeCall>(effect));
    } else if (effect.kind == payment::cancel_effect) {
        outcome = cancel(call_of<payment::CancelCall>(effect));
    } else if (effect.kind == payment::issue_effect) {
        auto call = call_of<payment::IssueCall>(effect);
        outcome = {OutcomeKind::done, "",
                   codec::encode_avro(payment::IssuedBillingKey{
                       "billing-" + call.auth_key, call.customer_key, "카드", "61", "1234****"})};
    } else {
        outcome = {OutcomeKind::done, "", ""};
    }
    answered_[effect.key] = outcome;
    return outcome;
}

Outcome ModelProvider::confirm(const payment::ConfirmCall& call) {
    auto found = payments_.find(call.payment_key);
    if (found == payments_.end()) return refused("NOT_FOUND_PAYMENT");
    ProviderPayment& payment = found->second;
    if (payment.status == ProviderStatus::expired) return refused("NOT_FOUND_PAYMENT_SESSION");
    if (payment.status != ProviderStatus::in_progress) return refused("ALREADY_PROCESSED_PAYMENT");
    return capture(payment);
}

Outcome ModelProvider::charge(const payment::ChargeCall& call) {
    for (const auto& [key, payment] : payments_) {
        if (payment.order_id == call.order_id) return refused("DUPLICATED_ORDER_ID");
    }
    ProviderPayment& payment = payments_["charged-" + call.order_id];
    payment.payment_key = "charged-" + call.order_id;
    payment.order_id = call.order_id;
    payment.currency = "KRW";
    payment.total = payment.balance = call.amount.amount;
    return capture(payment);
}

Outcome ModelProvider::capture(ProviderPayment& payment) {
    payment.secret = "ps_" + payment.payment_key;
    if (is_virtual_account) {
        payment.status = ProviderStatus::waiting_for_deposit;
        payment.virtual_account =
            payment::VirtualAccount{"20", "X123", "kim", now + hours(1), false};
        return shown(payment);
    }
    payment.status = ProviderStatus::done;
    payment.approved_at = now;
    ++captures_;
    changed(payment);
    return shown(payment);
}

Outcome ModelProvider::look_up(const payment::LookUpCall& call) {
    if (!call.payment_key.empty()) {
        auto found = payments_.find(call.payment_key);
        return found == payments_.end() ? refused("NOT_FOUND_PAYMENT") : shown(found->second);
    }
    for (const auto& [key, payment] : payments_) {
        if (payment.order_id == call.order_id) return shown(payment);
    }
    return refused("NOT_FOUND_PAYMENT");
}

Outcome ModelProvider::cancel(const payment::CancelCall& call) {
    auto found = payments_.find(call.payment_key);
    if (found == payments_.end()) return refused("NOT_FOUND_PAYMENT");
    ProviderPayment& payment = found->second;
    if (payment.status == ProviderStatus::canceled) return refused("ALREADY_CANCELED_PAYMENT");
    bool is_held = payment.status == ProviderStatus::done ||
                   payment.status == ProviderStatus::partial_canceled ||
                   payment.status == ProviderStatus::waiting_for_deposit;
    if (!is_held) return refused("NOT_CANCELABLE_PAYMENT");
    if (call.balance && call.balance->amount != payment.balance) {
        return refused("NOT_MATCHES_REFUNDABLE_AMOUNT");
    }
    std::int64_t amount = call.amount ? call.amount->amount : payment.balance;
    if (amount > payment.balance) return refused("NOT_CANCELABLE_AMOUNT");
    bool is_whole = amount == payment.total;
    payment.balance -= amount;
    payment.status = is_whole ? ProviderStatus::canceled : ProviderStatus::partial_canceled;
    payment.transaction_key += "x";
    changed(payment);
    return shown(payment);
}

void ModelProvider::changed(const ProviderPayment& payment) {
    if (on_change) on_change(payment);
}

}  // namespace jangteo::test

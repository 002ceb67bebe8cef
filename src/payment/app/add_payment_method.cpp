#include "payment/app/add_payment_method.hpp"

#include "kernel/check.hpp"
#include "payment/app/provider_calls.hpp"

namespace jangteo::payment {
namespace {

// Sending again is safe (same key, one-time auth key), but somebody waits for the card.
constexpr std::int64_t issue_sends_max = 6;

void send_again(runtime::Transaction& tx, const runtime::Effect& effect, std::int64_t sends) {
    runtime::EffectRequest again;
    again.kind = effect.kind == issue_effect ? issue_effect : remove_effect;
    again.correlation = effect.correlation.uuid();
    again.key = effect.key;
    again.payload = effect.payload;
    again.delay = asking_delay(sends);
    tx.request(std::move(again));
}

bool may_send_again(const runtime::Outcome& outcome, std::int64_t sends) {
    if (sends >= issue_sends_max) return false;
    return outcome.kind == runtime::OutcomeKind::unknown ||
           class_of_refusal(outcome.code) == RefusalClass::in_flight;
}

}  // namespace

std::expected<PaymentMethod, AddPaymentMethodRejection> PaymentMethodsHandler::handle(
    runtime::Transaction& tx, const AddPaymentMethod& command) const {
    auto customer = methods_.find_customer(tx.db(), command.member_id);
    if (!customer || customer->customer_key != command.customer_key) {
        return std::unexpected(AddPaymentMethodRejection::wrong_customer_key);
    }
    PaymentMethod method;
    method.id = tx.next_id<PaymentMethodId>();
    method.member_id = command.member_id;
    method.customer_key = command.customer_key;
    method.sends = 1;
    method.created_at = tx.now();
    methods_.add(tx.db(), method);
    tx.request({.kind = issue_effect,
                .correlation = method.id.uuid(),
                .key = "issue:" + method.id.text(),
                .payload = codec::encode_avro(IssueCall{command.auth_key, command.customer_key})});
    return method;
}

std::expected<void, RemovePaymentMethodRejection> PaymentMethodsHandler::handle(
    runtime::Transaction& tx, const RemovePaymentMethod& command) const {
    auto method = methods_.find(tx.db(), command.payment_method_id);
    if (!method || method->member_id != command.member_id ||
        method->status == PaymentMethodStatus::removed) {
        return std::unexpected(RemovePaymentMethodRejection::payment_method_not_found);
    }
    bool has_key = method->status == PaymentMethodStatus::active;
    // From here on nothing is charged, whatever the provider says and when.
    method->status = PaymentMethodStatus::removed;
    method->sends = 1;
    methods_.save(tx.db(), *method);
    if (has_key) {
        tx.request({.kind = remove_effect,
                    .correlation = method->id.uuid(),
                    .key = "remove:" + method->id.text(),
                    .payload = codec::encode_avro(RemoveCall{method->billing_key})});
    }
    return {};
}

void PaymentMethodsHandler::take_issue(runtime::Transaction& tx, const runtime::Effect& effect,
                                       const runtime::Outcome& outcome) const {
    auto method = methods_.find(tx.db(), PaymentMethodId(effect.correlation.uuid()));
    if (!method) return;
    if (may_send_again(outcome, method->sends)) {
        ++method->sends;
        methods_.save(tx.db(), *method);
        return send_again(tx, effect, method->sends);
    }
    bool is_removed = method->status == PaymentMethodStatus::removed;
    if (outcome.kind == runtime::OutcomeKind::done) {
        auto issued = codec::decode_avro<IssuedBillingKey>(outcome.payload);
        check(issued.has_value(), "an executor's own encoding decodes");
        method->billing_key = issued->billing_key;
        method->method = issued->method;
        method->issuer_code = issued->issuer_code;
        method->number = issued->number;
        if (!is_removed) method->status = PaymentMethodStatus::active;
    } else if (!is_removed) {
        method->status = PaymentMethodStatus::refused;
        method->failure = outcome.code;
    }
    methods_.save(tx.db(), *method);
    // Removed while it was being issued: the key must not stay alive at the provider.
    if (is_removed && !method->billing_key.empty()) {
        tx.request({.kind = remove_effect,
                    .correlation = method->id.uuid(),
                    .key = "remove:" + method->id.text(),
                    .payload = codec::encode_avro(RemoveCall{method->billing_key})});
    }
}

void PaymentMethodsHandler::take_removal(runtime::Transaction& tx, const runtime::Effect& effect,
                                         const runtime::Outcome& outcome) const {
    auto method = methods_.find(tx.db(), PaymentMethodId(effect.correlation.uuid()));
    if (!method) return;
    if (may_send_again(outcome, method->sends)) {
        ++method->sends;
        methods_.save(tx.db(), *method);
        return send_again(tx, effect, method->sends);
    }
    // Removed there too, or long gone: the secret has no use any more.
    method->billing_key.clear();
    methods_.save(tx.db(), *method);
}

}  // namespace jangteo::payment

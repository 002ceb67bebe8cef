#include "payment/app/take_provider_answer.hpp"

#include "kernel/check.hpp"
#include "payment/app/carry_out.hpp"
#include "payment/app/provider_calls.hpp"
#include "payment/domain/notices.hpp"
#include "payment/domain/refunds.hpp"
#include "payment/domain/take_payment.hpp"

namespace jangteo::payment {
namespace {

ProviderAnswer answer_of(const runtime::Outcome& outcome) {
    if (outcome.kind == runtime::OutcomeKind::refused) {
        return {AnswerKind::refused, outcome.code, {}};
    }
    if (outcome.kind != runtime::OutcomeKind::done) return {AnswerKind::unknown, outcome.code, {}};
    auto payment = codec::decode_avro<ProviderPayment>(outcome.payload);
    check(payment.has_value(), "an executor's own encoding decodes");
    return {AnswerKind::done, "", std::move(*payment)};
}

template <class Call>
Call call_of(const runtime::Effect& effect) {
    auto call = codec::decode_avro<Call>(effect.payload);
    check(call.has_value(), "an effect's own encoding decodes");
    return std::move(*call);
}

PaymentId payment_of(const runtime::Effect& effect) { return PaymentId(effect.correlation.uuid()); }

}  // namespace

void TakeProviderAnswerHandler::take_confirm(runtime::Transaction& tx,
                                             const runtime::Effect& effect,
                                             const runtime::Outcome& outcome) const {
    auto payment = payments_.find(tx.db(), payment_of(effect));
    if (!payment) return;
    auto call = call_of<ConfirmCall>(effect);
    carry_out(tx, payments_, *payment,
              take_attempt_answer(*payment, call.attempt, CallKind::confirm, answer_of(outcome),
                                  moment_of(tx)));
}

void TakeProviderAnswerHandler::take_charge(runtime::Transaction& tx, const runtime::Effect& effect,
                                            const runtime::Outcome& outcome) const {
    auto payment = payments_.find(tx.db(), payment_of(effect));
    if (!payment) return;
    auto call = call_of<ChargeCall>(effect);
    carry_out(tx, payments_, *payment,
              take_attempt_answer(*payment, call.attempt, CallKind::charge, answer_of(outcome),
                                  moment_of(tx)));
}

void TakeProviderAnswerHandler::take_look_up(runtime::Transaction& tx,
                                             const runtime::Effect& effect,
                                             const runtime::Outcome& outcome) const {
    auto payment = payments_.find(tx.db(), payment_of(effect));
    if (!payment) return;
    auto call = call_of<LookUpCall>(effect);
    ProviderAnswer answer = answer_of(outcome);
    Moment moment = moment_of(tx);
    Decision decision;
    switch (call.purpose) {
        case LookUpPurpose::attempt:
            decision =
                take_attempt_answer(*payment, call.attempt, CallKind::look_up, answer, moment);
            break;
        case LookUpPurpose::refund:
            decision = take_refund_answer(*payment, call.refund_id, CallKind::look_up, answer);
            break;
        case LookUpPurpose::notice: decision = take_notice_answer(*payment, answer, moment); break;
    }
    carry_out(tx, payments_, *payment, decision);
}

void TakeProviderAnswerHandler::take_cancel(runtime::Transaction& tx, const runtime::Effect& effect,
                                            const runtime::Outcome& outcome) const {
    auto payment = payments_.find(tx.db(), payment_of(effect));
    if (!payment) return;
    auto call = call_of<CancelCall>(effect);
    ProviderAnswer answer = answer_of(outcome);
    Decision decision =
        call.refund_id.is_nil()
            ? take_release_answer(*payment, answer, moment_of(tx))
            : take_refund_answer(*payment, call.refund_id, CallKind::cancel, answer);
    carry_out(tx, payments_, *payment, decision);
}

}  // namespace jangteo::payment

#include "payment/domain/notices.hpp"

#include <algorithm>

#include "kernel/mutant.hpp"
#include "payment/domain/settle.hpp"

namespace jangteo::payment {
namespace {

constexpr std::int64_t notice_failures_max = 8;

void ask_for_notice(Payment& payment, Duration delay, Decision& decision) {
    payment.notice_ask = NoticeAsk::asking;
    decision.has_changed = true;
    decision.calls.push_back(
        {.kind = CallKind::look_up, .delay = delay, .purpose = LookUpPurpose::notice});
}

bool tells_nothing(Payment& payment, const Notice& notice) {
    switch (payment.status) {
        // Our own call is under way, and ends in an answer or in our asking.
        case PaymentStatus::confirming: return true;
        case PaymentStatus::captured: {
            const Refund* refund = payment.active_refund();
            bool is_refunding = refund && refund->status == RefundStatus::refunding;
            return is_refunding || notice.status == ProviderStatus::done;
        }
        default: return false;
    }
}

}  // namespace

NoticeDecision take_notice(Payment& payment, const Notice& notice) {
    NoticeDecision result;
    if (mutated(Mutant::webhook_believed) && notice.status == ProviderStatus::done) {
        ProviderPayment said;
        said.payment_key = payment.attempt ? payment.attempt->payment_key : "believed";
        said.order_id = payment.provider_order_id();
        said.status = notice.status;
        said.currency = text_of(payment.amount.currency);
        said.total = said.balance = payment.amount.amount;
        result.decision = {};
        reconcile(payment, said, {}, result.decision);
        return result;
    }
    bool has_secret =
        !payment.secret.empty() && is_equal_in_constant_time(notice.secret, payment.secret);
    if (notice.is_deposit && !has_secret) {
        result.effect = NoticeEffect::wrong_secret;
    } else if (tells_nothing(payment, notice)) {
        result.effect = NoticeEffect::tells_nothing;
    } else if (payment.notice_ask != NoticeAsk::none) {
        result.effect = NoticeEffect::joined;
        result.decision.has_changed = payment.notice_ask == NoticeAsk::asking;
        payment.notice_ask = NoticeAsk::asking_again;
    } else {
        result.effect = NoticeEffect::asked;
        ask_for_notice(payment, {}, result.decision);
    }
    return result;
}

Decision take_notice_answer(Payment& payment, const ProviderAnswer& answer, const Moment& moment) {
    Decision decision;
    bool is_wanted_again = payment.notice_ask == NoticeAsk::asking_again;
    payment.notice_ask = NoticeAsk::none;
    bool has_failed = answer.kind == AnswerKind::unknown ||
                      (answer.kind == AnswerKind::refused &&
                       class_of_refusal(answer.code) == RefusalClass::transient);
    if (answer.kind == AnswerKind::done) reconcile(payment, answer.payment, moment, decision);
    if (has_failed && ++payment.notice_failures <= notice_failures_max) {
        ask_for_notice(payment, asking_delay(payment.notice_failures), decision);
        return decision;
    }
    payment.notice_failures = 0;
    if (has_failed && payment.status == PaymentStatus::waiting_for_deposit) {
        check_deposit_later(payment, moment, decision);
    }
    if (is_wanted_again) ask_for_notice(payment, {}, decision);
    return decision;
}

Decision check_deposit_due(Payment& payment, Timestamp now) {
    bool is_due = payment.status == PaymentStatus::waiting_for_deposit && payment.virtual_account &&
                  payment.virtual_account->due <= now;
    if (!is_due) return Decision::nothing();
    Decision decision;
    if (payment.notice_ask == NoticeAsk::none) {
        ask_for_notice(payment, {}, decision);
    } else {
        payment.notice_ask = NoticeAsk::asking_again;
    }
    return decision;
}

bool is_equal_in_constant_time(std::string_view a, std::string_view b) {
    unsigned difference = a.size() == b.size() ? 0U : 1U;
    for (std::size_t i = 0; i < a.size(); ++i) {
        // Indexing by the posted text's length only: the secret's own length is no secret.
        char other = b.empty() ? '\0' : b[i % b.size()];
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(other);
    }
    return difference == 0;
}

}  // namespace jangteo::payment

#include "payment/in/payment_views.hpp"

#include "contracts/codec/shape.hpp"

namespace jangteo::payment {
namespace {

// The enumerators of both are the same words in the same order; a test holds that.
contracts::PaymentStatus status_of(PaymentStatus status) {
    return static_cast<contracts::PaymentStatus>(status);
}

Money in_currency_of(const Payment& payment, std::int64_t amount) {
    return {amount, payment.amount.currency};
}

}  // namespace

contracts::PaymentView view_of(const Payment& payment) {
    contracts::PaymentView view;
    view.id = payment.id;
    view.version = payment.version;
    view.order_id = payment.order_id();
    view.member_id = payment.member_id;
    view.status = status_of(payment.status);
    view.amount = payment.amount;
    view.refunded = in_currency_of(payment, payment.refunded());
    if (payment.capture) {
        view.method = payment.capture->method;
        view.approved_at = payment.capture->approved_at;
    }
    if (!payment.failure.empty()) view.failure = payment.failure;
    if (payment.status == PaymentStatus::waiting_for_deposit && payment.virtual_account) {
        const VirtualAccount& account = *payment.virtual_account;
        view.virtual_account = contracts::VirtualAccountView{
            account.bank_code, account.account_number, account.holder_name, account.due};
    }
    for (const Refund& refund : payment.refunds) {
        if (refund.is_internal()) continue;
        view.refunds.push_back({refund.id, refund.cancellation_id,
                                in_currency_of(payment, refund.amount),
                                static_cast<contracts::RefundStatus>(refund.status)});
    }
    return view;
}

contracts::PaymentRecord record_of(const Payment& payment) {
    contracts::PaymentRecord record;
    record.id = payment.id;
    record.order_id = payment.order_id();
    record.member_id = payment.member_id;
    record.status = status_of(payment.status);
    record.attention = codec::text_of_enum(payment.attention);
    record.amount = payment.amount;
    record.refunded = in_currency_of(payment, payment.refunded());
    if (payment.attempt) {
        record.payment_key = payment.attempt->payment_key;
        record.asks = payment.attempt->asks;
    }
    record.failure = payment.failure;
    return record;
}

}  // namespace jangteo::payment

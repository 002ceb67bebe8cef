#include "payment/app/confirm_payment.hpp"

#include "payment/app/carry_out.hpp"
#include "payment/domain/take_payment.hpp"

namespace jangteo::payment {
namespace {

ConfirmPaymentRejection rejection_of(ConfirmRefusal refusal) {
    switch (refusal) {
        case ConfirmRefusal::amount_mismatch: return ConfirmPaymentRejection::amount_mismatch;
        case ConfirmRefusal::stock_not_held: return ConfirmPaymentRejection::stock_not_held;
        case ConfirmRefusal::deadline_passed: return ConfirmPaymentRejection::deadline_passed;
        case ConfirmRefusal::other_attempt_open: return ConfirmPaymentRejection::other_attempt_open;
        case ConfirmRefusal::already_paid: return ConfirmPaymentRejection::already_paid;
        case ConfirmRefusal::payment_voided: return ConfirmPaymentRejection::payment_voided;
    }
    return ConfirmPaymentRejection::payment_not_found;
}

}  // namespace

std::expected<Payment, ConfirmPaymentRejection> ConfirmPaymentHandler::handle(
    runtime::Transaction& tx, const ConfirmPayment& command) const {
    auto payment = payments_.find(tx.db(), payment_of(command.order_id));
    if (!payment || payment->member_id != command.member_id) {
        return std::unexpected(ConfirmPaymentRejection::payment_not_found);
    }
    auto decision = confirm_payment(*payment, {command.payment_key, command.amount}, tx.now());
    if (!decision) return std::unexpected(rejection_of(decision.error()));
    carry_out(tx, payments_, *payment, *decision);
    return std::move(*payment);
}

}  // namespace jangteo::payment
